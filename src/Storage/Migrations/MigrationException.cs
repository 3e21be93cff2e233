namespace SecretMagic.Storage.Migrations;

/// <summary>The schema of a database does not fit this version of the program; nothing was changed.</summary>
/// <param name="migration">The file it is about.</param>
/// <param name="reason">What is wrong and what to do.</param>
/// <param name="inner">What the database said, when it refused the file.</param>
public sealed class MigrationException(string migration, string reason, Exception? inner = null) : Exception($"Migration {migration}: {reason}", inner)
{
    /// <summary>The file it is about.</summary>
    public string Migration { get; } = migration;
}
