namespace SecretMagic.Pipeline;

/// <summary>A folder for what a batch needs only while it runs, inside its staged result; gone before the result appears.</summary>
internal sealed class ScratchFolder : IDisposable
{
    /// <summary>Makes the folder.</summary>
    public ScratchFolder(string parent)
    {
        Path = System.IO.Path.Combine(parent, ".scratch");
        Directory.CreateDirectory(Path);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
