using System.Collections.Immutable;
using SecretMagic.Domain.SeriesShards;

namespace SecretMagic.Runtime.Online;

/// <summary>The rows of a shard's series, as they became known. Columns are those of any block that was taken.</summary>
internal sealed class ShardRows
{
    /// <summary>A series with fewer facts than this part of its span, in a span longer than <see cref="LongestGaps"/>, has a wrong timestamp.</summary>
    private const int SparsestRows = 100;
    private const int LongestGaps = 100_000;

    private readonly Dictionary<string, SeriesEntry> _entries = new(StringComparer.Ordinal);
    private double[] _row = [];

    /// <summary>The columns of facts.</summary>
    internal ImmutableArray<string> Columns { get; private set; } = [];

    /// <summary>The facts of all series.</summary>
    internal long Facts { get; private set; }

    /// <summary>The series, in the order in which they came.</summary>
    internal IReadOnlyCollection<SeriesEntry> Entries => _entries.Values;

    internal SeriesEntry? Find(string series) => _entries.GetValueOrDefault(series);

    /// <summary>Takes the rows of a block.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="takenAt">Microseconds of UTC, for rows that do not say when they became known.</param>
    /// <param name="touched">Gets the series of which something else is known now.</param>
    internal void Add(RowBlock rows, long takenAt, List<SeriesEntry> touched)
    {
        Widen(rows.Columns);
        var columns = Positions(rows.Columns);
        var entries = new SeriesEntry[rows.Series.Length];
        for (var series = 0; series < entries.Length; series++) entries[series] = EntryOf(rows.Series[series]);
        for (var row = 0; row < rows.Rows; row++)
        {
            var entry = entries[rows.SeriesOf()[row]];
            Read(rows, row, columns);
            var period = rows.Periods()[row];
            if (entry.Facts.Add(period, KnownAt(rows, row, takenAt), _row)) Touch(entry, period, touched);
            Facts++;
        }
    }

    /// <summary>The rows of a block that say something that was not known; the same block when all do, null when none does.</summary>
    internal RowBlock? News(RowBlock rows, long takenAt)
    {
        // Without its columns nothing of the block is known.
        if (rows.Columns.Any(column => !Columns.Contains(column))) return rows;
        var columns = Positions(rows.Columns);
        SeriesEntry?[] entries = [.. rows.Series.Select(Find)];
        var news = new List<int>(rows.Rows);
        var changed = new HashSet<(int Series, long Period)>();
        for (var row = 0; row < rows.Rows; row++)
        {
            var (series, period) = (rows.SeriesOf()[row], rows.Periods()[row]);
            Read(rows, row, columns);
            // Behind a change in the block itself, what was known before it tells nothing.
            var isKnown = entries[series]?.Facts.Knows(period, KnownAt(rows, row, takenAt), !rows.KnownAt().IsEmpty, _row) == true
                && !changed.Contains((series, period));
            if (isKnown) continue;
            news.Add(row);
            changed.Add((series, period));
        }

        return news.Count == rows.Rows ? rows : news.Count == 0 ? null : rows.Only(news.ToArray());
    }

    /// <summary>Why a block cannot be taken: a period far from all others of its series; null when there is none.</summary>
    internal string? Refusal(RowBlock rows)
    {
        var spans = new (long First, long Last, long Rows)[rows.Series.Length];
        for (var series = 0; series < spans.Length; series++)
        {
            spans[series] = Find(rows.Series[series])?.Facts is { } facts
                ? (facts.FirstPeriod, facts.LastPeriod, facts.Count)
                : (long.MaxValue, long.MinValue, 0);
        }

        for (var row = 0; row < rows.Rows; row++)
        {
            ref var span = ref spans[rows.SeriesOf()[row]];
            span = (Math.Min(span.First, rows.Periods()[row]), Math.Max(span.Last, rows.Periods()[row]), span.Rows + 1);
        }

        for (var series = 0; series < spans.Length; series++)
        {
            var length = (Int128)spans[series].Last - spans[series].First + 1;
            if (length > spans[series].Rows * SparsestRows + LongestGaps)
                return $"series '{rows.Series[series]}' has {spans[series].Rows} rows but spans {length} periods of {rows.Frequency}: is a timestamp wrong?";
        }

        return null;
    }

    private static void Touch(SeriesEntry entry, long period, List<SeriesEntry> touched)
    {
        if (!entry.IsStale) touched.Add(entry);
        entry.IsStale = true;
        if (entry.State is { } state && period < state.NextPeriod) (entry.Past ??= []).Add(period);
    }

    private static long KnownAt(RowBlock rows, int row, long takenAt) => rows.KnownAt().IsEmpty ? takenAt : rows.KnownAt()[row];

    /// <summary>A missing value is one NaN: why it is missing is said by features, not by rows.</summary>
    private void Read(RowBlock rows, int row, int[] columns)
    {
        _row.AsSpan().Fill(double.NaN);
        for (var column = 0; column < columns.Length; column++)
        {
            var value = rows.Values(column)[row];
            if (!double.IsNaN(value)) _row[columns[column]] = value;
        }
    }

    private int[] Positions(ImmutableArray<string> names)
    {
        var positions = new int[names.Length];
        for (var column = 0; column < positions.Length; column++) positions[column] = Columns.IndexOf(names[column]);
        return positions;
    }

    /// <summary>Makes room for columns.</summary>
    internal void Widen(ImmutableArray<string> names)
    {
        var isThere = true;
        foreach (var name in names) isThere &= Columns.Contains(name);
        if (isThere) return;
        var wide = Columns.AddRange(names.Except(Columns));
        Columns = wide;
        _row = new double[wide.Length];
        foreach (var entry in _entries.Values) entry.Facts.Widen(wide.Length);
    }

    private SeriesEntry EntryOf(string series)
    {
        if (!_entries.TryGetValue(series, out var entry)) _entries.Add(series, entry = new SeriesEntry(series, Columns.Length));
        return entry;
    }
}
