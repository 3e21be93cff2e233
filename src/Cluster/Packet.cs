using System.Text.Json;
using SecretMagic.Domain;
using SecretMagic.Storage.Wire;

namespace SecretMagic.Cluster;

/// <summary>
/// What travels, already as bytes: what cannot be written fails where it is sent and not on the connection that all share. The manifest is a sign for the
/// family and the manifest within it: <c>c</c> command, <c>q</c> question, <c>r</c> reply, <c>a</c> answer, <c>f</c> fault.
/// </summary>
/// <param name="Manifest">What it is.</param>
/// <param name="Json">How it is written, JSON in UTF-8.</param>
internal sealed record Packet(string Manifest, byte[] Json)
{
    /// <summary>Somewhat less than the largest frame of the connection.</summary>
    private const int Largest = 3_500_000;

    /// <exception cref="InvalidOperationException">It is too large to travel.</exception>
    internal static Packet Of(object content)
    {
        var (family, (name, json)) = content switch
        {
            Command => ('c', CommandJson.Write(content)),
            Reply => ('r', CommandJson.Write(content)),
            Fault fault => ('f', ("", JsonSerializer.SerializeToUtf8Bytes(fault, QuestionContext.Default.Fault))),
            _ when Questions.Travels(content.GetType()) => ('q', Questions.Write(content)),
            _ => ('a', Questions.WriteAnswer(content)),
        };
        return json.Length <= Largest
            ? new Packet(family + name, json)
            : throw new InvalidOperationException($"A message of {json.Length:N0} bytes does not travel: send fewer rows, {Largest:N0} bytes are the most.");
    }

    /// <exception cref="UnknownManifestException">A later version of the program wrote it.</exception>
    internal object Open()
    {
        var name = Manifest[1..];
        return Manifest[0] switch
        {
            'c' or 'r' => CommandJson.Read(name, Json),
            'f' => JsonSerializer.Deserialize(Json, QuestionContext.Default.Fault)!,
            'q' => Questions.Read(name, Json),
            'a' => Questions.ReadAnswer(name, Json),
            _ => throw new UnknownManifestException(Manifest),
        };
    }
}
