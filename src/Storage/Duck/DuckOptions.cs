namespace SecretMagic.Storage.Duck;

/// <summary>How a database is opened. Extensions are never installed or loaded from the network.</summary>
public sealed record DuckOptions
{
    /// <summary>The file of the database; null keeps it in memory, which is the default.</summary>
    public string? Path { get; init; }

    /// <summary>Threads that queries share, the calling one included; null means one a core.</summary>
    public int? Threads { get; init; }

    /// <summary>Bytes that queries may hold before they spill to <see cref="TempDirectory"/> or fail; null means 80 % of the memory.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>Where queries spill; null means <c>.tmp</c> in the working directory for a database in memory, made when first needed.</summary>
    public string? TempDirectory { get; init; }

    internal IEnumerable<(string Name, string Value)> Settings()
    {
        yield return ("autoinstall_known_extensions", "false");
        yield return ("autoload_known_extensions", "false");
        yield return ("allow_community_extensions", "false");
        if (Threads is { } threads) yield return ("threads", threads.ToString());
        if (MemoryLimitBytes is { } bytes) yield return ("memory_limit", $"{bytes}B");
        if (TempDirectory is { } directory) yield return ("temp_directory", directory);
    }
}
