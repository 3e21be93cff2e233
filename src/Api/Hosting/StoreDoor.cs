using SecretMagic.Runtime;

namespace SecretMagic.Api;

/// <summary>The way to the metadata database of a process that may start before it: closed until the database was opened and migrated.</summary>
internal sealed class StoreDoor
{
    private readonly TaskCompletionSource<MetadataStore> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile MetadataStore? _store;

    /// <summary>The database, when it is open.</summary>
    internal Task<MetadataStore> Opened => _opened.Task;

    /// <summary>The open database; null while it cannot be reached.</summary>
    internal MetadataStore? Current => _store;

    /// <summary>The open database.</summary>
    /// <exception cref="ProblemException">It is not open yet.</exception>
    internal MetadataStore Store => _store ?? throw new ProblemException("not-ready", "The metadata database could not be opened yet.");

    /// <summary>Closes the way before the database is closed.</summary>
    internal void Close() => _store = null;

    internal void Open(MetadataStore store)
    {
        _store = store;
        _opened.SetResult(store);
    }
}
