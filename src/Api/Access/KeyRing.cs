using System.Collections.Frozen;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Runtime;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>
/// The keys as they were stored at most <see cref="Fresh"/> ago, so a revoked one ends soon. Keys that are not known have the table read again, but at most
/// once in <see cref="Pause"/>: whoever guesses costs the database nothing.
/// </summary>
internal sealed class KeyRing(StoreDoor door, TimeProvider time) : IDisposable
{
    internal static readonly TimeSpan Fresh = TimeSpan.FromSeconds(4);
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _turn = new(1);
    private volatile Held? _held;

    /// <summary>The holder of what was sent; null when it opens nothing.</summary>
    internal async Task<Caller?> Find(string? sent, CancellationToken token)
    {
        if (!KeySecret.TryRead(sent, out var key, out var hash)) return null;
        var known = (await Keys(Fresh, token)).GetValueOrDefault(key.Value) ?? (await Keys(Pause, token)).GetValueOrDefault(key.Value);
        return known is null || !KeySecret.Are(known.Row.SecretHash, hash) || known.Row.RevokedAt is not null || known.Row.ExpiresAt <= time.GetUtcNow()
            ? null
            : known.Caller;
    }

    /// <summary>A key was changed by this process.</summary>
    internal void Forget() => _held = null;

    public void Dispose() => _turn.Dispose();

    private async Task<FrozenDictionary<string, Known>> Keys(TimeSpan age, CancellationToken token)
    {
        if (_held is { } held && time.GetElapsedTime(held.Since) < age) return held.Rows;
        await _turn.WaitAsync(token);
        try
        {
            if (_held is { } fresh && time.GetElapsedTime(fresh.Since) < age) return fresh.Rows;
            var since = time.GetTimestamp();
            var rows = (await door.Store.Tables.ApiKeys(token)).ToFrozenDictionary(row => row.Id, row => new Known(row));
            _held = new Held(since, rows);
            return rows;
        }
        finally
        {
            _turn.Release();
        }
    }

    private sealed record Held(long Since, FrozenDictionary<string, Known> Rows);

    /// <summary>A row, and who it is, read when somebody first asks: one that cannot be read closes no other.</summary>
    private sealed class Known(ApiKeyRow row)
    {
        private Caller? _caller;

        internal ApiKeyRow Row => row;

        internal Caller Caller => _caller ??= new Caller(
            ApiKeyId.Parse(row.Id), row.Name, Word.Parse<KeyRole>(row.Role),
            row.AllClients ? KeyScope.All : KeyScope.Of(row.Clients.EnumerateArray().Select(client => TenantId.Parse(client.GetString()))));
    }
}
