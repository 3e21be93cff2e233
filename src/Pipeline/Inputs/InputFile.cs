namespace SecretMagic.Pipeline;

/// <summary>A file that went into a result.</summary>
/// <param name="Role">What it was used as: sales, known, static, weather, holidays, bom, demand, stock, items.</param>
/// <param name="Name">Its name, without folders.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">The hash of its bytes.</param>
public sealed record InputFile(string Role, string Name, long Bytes, string Sha256)
{
    /// <summary>The files of a table in one role; none when there is no table.</summary>
    internal static IEnumerable<InputFile> Of(string role, InputTable? table, CancellationToken token) =>
        table?.Hashes(token).Select(file => new InputFile(role, Path.GetFileName(file.File), file.Bytes, file.Sha256)) ?? [];
}
