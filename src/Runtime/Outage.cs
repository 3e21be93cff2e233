using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace SecretMagic.Runtime;

/// <summary>A database that cannot be reached or is busy: what was asked is asked again, with longer and longer pauses.</summary>
internal sealed class Outage(TimeProvider time)
{
    /// <summary>The session was ended since its transaction stood still.</summary>
    private const string StoodStill = "25P03";

    private const int Busy = 5, Locked = 6, InputOutput = 10, Full = 13;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100), Longest = TimeSpan.FromSeconds(2);
    private TimeSpan _pause = First;

    /// <summary>True when the same may succeed later.</summary>
    internal static bool IsOne(Exception failure) => failure switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is Busy or Locked or InputOutput or Full,
        PostgresException refused => refused.IsTransient || refused.SqlState == StoodStill || refused.SqlState.StartsWith("57P", StringComparison.Ordinal),
        NpgsqlException or SocketException or TimeoutException or IOException => true,
        DbException other => other.IsTransient,
        _ => false,
    };

    /// <summary>Asks until there is an answer.</summary>
    internal static Task<T> Outlast<T>(Func<CancellationToken, Task<T>> ask, TimeProvider time, CancellationToken token) =>
        Outlast(ask, _ => { }, time, token);

    /// <summary>Asks until there is an answer, and tells of each failure.</summary>
    internal static async Task<T> Outlast<T>(Func<CancellationToken, Task<T>> ask, Action<Exception> say, TimeProvider time, CancellationToken token)
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
                say(failure);
                await outage.Pause(token);
            }
        }
    }

    /// <summary>Asks again and again, through outages, until it is stopped or has nothing more to ask.</summary>
    /// <param name="ask">Does it once; gives the time until it does so again, null to end.</param>
    /// <param name="say">Told of each failure.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends it without an exception.</param>
    internal static async Task Keep(Func<CancellationToken, Task<TimeSpan?>> ask, Action<Exception> say, TimeProvider time, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested && await Outlast(ask, say, time, stop) is { } pause) await Task.Delay(pause, time, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
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
