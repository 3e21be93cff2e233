using System.Collections.Immutable;
using System.Globalization;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>The rows of an input that a batch looks at: those up to a time, and of some series. What is known ahead stays, whatever its time.</summary>
/// <param name="Last">The last time of history; null for all.</param>
/// <param name="Series">The series, as SQL literals; empty for all.</param>
internal sealed record RowCut(DateTime? Last, ImmutableArray<string> Series)
{
    /// <summary>Every row.</summary>
    public static RowCut None { get; } = new(null, []);

    /// <summary>Narrows a view that was loaded.</summary>
    /// <param name="connection">Where the view is.</param>
    /// <param name="view">The view.</param>
    /// <param name="isHistory">True when its rows are facts and end with the time.</param>
    /// <param name="token">Cancels.</param>
    public void Apply(DuckConnection connection, string view, bool isHistory, CancellationToken token)
    {
        var conditions = new List<string>();
        if (isHistory && Last is { } last)
            conditions.Add($"timestamp <= TIMESTAMP {DuckSql.Literal(last.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture))}");
        if (!Series.IsEmpty) conditions.Add($"series_id IN ({string.Join(", ", Series)})");
        if (conditions.Count == 0) return;
        connection.Execute(
            $"ALTER VIEW {view} RENAME TO whole_{view}; "
            + $"CREATE OR REPLACE TEMP VIEW {view} AS SELECT * FROM whole_{view} WHERE {string.Join(" AND ", conditions)}",
            token);
    }
}
