using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;

namespace SecretMagic.Storage.Journal;

/// <summary>Tells a store that is away for a while from one that refuses.</summary>
public static class Outage
{
    /// <summary>
    /// The store cannot be reached, restarts, is full or lost a race: the same may succeed later. Wrong data, a broken constraint, a missing table or right do
    /// not pass by waiting.
    /// </summary>
    public static bool MayPass(Exception failure) => failure switch
    {
        DbException { SqlState: { Length: 5 } state } => state[..2] is not ("0A" or "22" or "23" or "28" or "3D" or "42"),
        SqliteException locked => locked.SqliteErrorCode is 5 or 6 or 10 or 13 or 14, // busy, locked, input or output, full, cannot open
        DbException => true,
        TimeoutException or IOException or SocketException => true,
        _ => false,
    };
}
