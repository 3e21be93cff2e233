using System.Text;
using System.Text.Json;
using SecretMagic.Domain;
using SecretMagic.Pipeline;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Api;

/// <summary>Uploads that an order of a request names. Those that are made of a body are called by their content: the same is kept once.</summary>
internal sealed class OrderUploads(TenantLake lake, PathClient client)
{
    private readonly TenantUploads _uploads = new(lake);

    /// <summary>An upload there is.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    internal UploadName Known(UploadName name)
    {
        using var there = _uploads.Open(client.Id, name);
        return there is null ? throw UploadEndpoints.Unknown(client.Id, name) : name;
    }

    internal Task<UploadName> Definition(string yaml, CancellationToken token) => Keep("definition", ".yaml", Encoding.UTF8.GetBytes(yaml), token);

    internal async Task<UploadName> Rows(IReadOnlyList<JsonElement> rows, Spool spool, CancellationToken token) =>
        await Keep("rows", ".csv", await File.ReadAllBytesAsync(await Csv(rows, spool, token), token), token);

    /// <summary>Rows as a CSV file.</summary>
    internal static async Task<string> Csv(IReadOnlyList<JsonElement> rows, Spool spool, CancellationToken token)
    {
        var (lines, csv) = (spool.PathOf("rows.ndjson"), spool.PathOf("rows.csv"));
        await using (var file = File.Create(lines))
        {
            foreach (var row in rows) await Spool.Line(row, file, token);
        }

        try
        {
            RowFile.ToCsv(lines, csv, token);
        }
        catch (InputException wrong)
        {
            throw spool.Problem(wrong, "");
        }

        return csv;
    }

    private async Task<UploadName> Keep(string word, string extension, byte[] content, CancellationToken token)
    {
        var name = UploadName.Parse($"{word}-{ContentName.Of(content)}{extension}");
        using (var there = _uploads.Open(client.Id, name))
            if (there is not null) return name;
        using var stream = new MemoryStream(content, writable: false);
        await _uploads.Put(client.Id, client.State.TenantMode, name, stream, token);
        return name;
    }
}
