using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using SecretMagic.Pipeline;

namespace SecretMagic.Api;

/// <summary>A folder of a request's own for what does not fit in memory; gone with the request, however it ends.</summary>
internal sealed class Spool : IDisposable
{
    /// <summary>What messages call the body.</summary>
    internal const string Body = "the body";

    private readonly string _folder = Directory.CreateTempSubdirectory("secretmagic-http-").FullName;

    /// <summary>A file of it.</summary>
    /// <param name="name">Its name, which no caller chose.</param>
    internal string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Writes the body of a request to a file; memory does not grow with it.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than is allowed, or broke off.</exception>
    internal async Task<string> Take(HttpRequest request, BodyType type, CancellationToken token)
    {
        var path = PathOf("rows" + (type == BodyType.Json ? BodyType.Lines : type).Extension);
        await using var file = File.Create(path);
        if (type == BodyType.Json) await Lines(request.Body, file, token);
        else await request.Body.CopyToAsync(file, token);
        return file.Length > 0 ? path : throw new ProblemException("body-malformed", "The body is empty: send rows.");
    }

    /// <summary>What is wrong with the body, without the name of a file that its sender never saw.</summary>
    internal ProblemException Problem(InputException wrong, string also)
    {
        var problem = wrong.Problem.Replace(_folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
        var said = new InputException(problem, Body, wrong.Line, wrong.Column);
        var place = (wrong.Line, wrong.Column) switch
        {
            ({ } line, { } column) => $"line {line}, {column}",
            ({ } line, null) => $"line {line}",
            (null, { } column) => column,
            _ => "$",
        };
        return new ProblemException("value-refused", $"{said.Message.TrimEnd('.')}.{also}", new ProblemError(place, said.Problem));
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Writes a row as a line.</summary>
    /// <exception cref="ProblemException">Its text is no UTF-8, which would become another text.</exception>
    internal static async Task Line(JsonElement row, Stream file, CancellationToken token)
    {
        if (!Utf8.IsValid(JsonMarshal.GetRawUtf8Value(row))) throw new ProblemException("body-malformed", "The body is no UTF-8.");
        await JsonSerializer.SerializeAsync(file, row, ApiJson.Options, token);
        file.WriteByte((byte)'\n');
    }

    /// <summary>The objects of an array, one a line.</summary>
    private static async Task Lines(Stream body, Stream file, CancellationToken token)
    {
        try
        {
            await foreach (var row in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(body, ApiJson.Options, token))
            {
                await Line(row, file, token);
            }
        }
        catch (JsonException wrong)
        {
            throw new BadHttpRequestException(wrong.Message, wrong);
        }
    }
}
