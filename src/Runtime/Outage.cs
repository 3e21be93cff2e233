using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace SecretMagic.Runtime;

/// <summary>A database that cannot be reached or is busy: what was asked is asked again, with longer and longer pauses.</summary>
internal sealed class Outage(TimeProvider time)
{
    private const int Busy = 5, Locked = 6, InputOutput = 10, Full = 13;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100), Longest = TimeSpan.FromSeconds(5);
    private TimeSpan _pause = First;

    /// <summary>True when the same may succeed later.</summary>
    internal static bool IsOne(Exception failure) => failure switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is Busy or Locked or InputOutput or Full,
        PostgresException refused => refused.IsTransient || refused.SqlState.StartsWith("57P", StringComparison.Ordinal),
        NpgsqlException or SocketException or TimeoutException or IOException => true,
        DbException other => other.IsTransient,
        _ => false,
    };

    /// <summary>Asks until there is an answer.</summary>
    internal static async Task<T> Outlast<T>(Func<CancellationToken, Task<T>> ask, TimeProvider time, CancellationToken token)
    {
        var outage = new Outage(time);
        while (true)
        {
            try
            {
                return await ask(token);
            }
            catch (Exception failure) when (IsOne(failure))
            {
                await outage.Pause(token);
            }
        }
    }

    /// <summary>Waits, longer each time.</summary>
    internal async Task Pause(CancellationToken token)
    {
        await Task.Delay(_pause, time, token);
        _pause = _pause * 2 < Longest ? _pause * 2 : Longest;
    }

    /// <summary>The database answered.</summary>
    internal void End() => _pause = First;
}
