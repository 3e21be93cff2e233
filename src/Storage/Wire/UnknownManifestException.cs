namespace SecretMagic.Storage.Wire;

/// <summary>A store holds a message that this version of the program does not know; a newer version wrote it.</summary>
public sealed class UnknownManifestException(string manifest)
    : Exception($"The manifest '{manifest}' is not known: a newer version of the program wrote it. Run that version.")
{
    /// <summary>The name that is not known.</summary>
    public string Manifest { get; } = manifest;
}
