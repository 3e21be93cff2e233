using System.Collections.Immutable;
using System.Text.Json;
using SecretMagic.Bom;
using SecretMagic.Series;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Pipeline;

/// <summary>
/// Requirements and coverage as files, a row an item, site and day, in blocks of days; within a block by level, item and site. Written while they are
/// computed, in memory that does not grow with them.
/// </summary>
internal sealed class ExplosionTables : IDisposable
{
    private const int BlockRows = 1 << 14;
    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>The kinds by their numbers.</summary>
    private static readonly ImmutableArray<string> Kinds = [.. Enum.GetNames<SupplyKind>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    private readonly string _folder;
    private readonly LakeFormat _format;
    private readonly LakeWriter _writer;
    private readonly Labels _items;
    private readonly Labels _sites;
    private readonly Dictionary<string, int> _codes;
    private readonly Dictionary<string, int> _places;
    private readonly CancellationToken _token;

    /// <param name="folder">Where the files go.</param>
    /// <param name="writer">Writes them.</param>
    /// <param name="format">Their format.</param>
    /// <param name="items">Every item there may be a row of.</param>
    /// <param name="sites">Every site.</param>
    /// <param name="token">Looked at before each row.</param>
    public ExplosionTables(
        string folder, LakeWriter writer, LakeFormat format, ImmutableArray<string> items, ImmutableArray<string> sites, CancellationToken token)
    {
        (_folder, _writer, _format, _token) = (folder, writer, format, token);
        (_items, _sites) = (new Labels(items), new Labels(sites));
        _codes = Numbers(items);
        _places = Numbers(sites);
    }

    /// <summary>Writes requirements; days without one have no row. Gives the summary and the rows written.</summary>
    public (ExplosionSummary Summary, long Rows) Requirements(Func<Action<RequirementRow>, ExplosionSummary> run)
    {
        using var block = new ColumnBlock([.. Keys(), new("quantity", ColumnType.Float64), new("past_due", ColumnType.Float64)], BlockRows);
        using var file = Open("requirements", block);
        var summary = run(row =>
        {
            var key = Key(row.Item, row.Site, row.Kind, row.Level, row.FirstDay);
            for (var day = 0; day < row.Quantities.Length; day++)
            {
                var pastDue = day == 0 ? row.PastDue : 0;
                if (row.Quantities[day] != 0 || pastDue != 0) Add(file, block, key, day, row.Quantities[day], pastDue);
            }
        });
        return (summary, file.Complete());
    }

    /// <summary>Writes coverage; every day has a row. Gives the summary, the rows written and how each item fares at each site.</summary>
    public (ExplosionSummary Summary, long Rows, SupplyTally Supplies) Coverage(Func<Action<CoverageRow>, ExplosionSummary> run)
    {
        var tally = new SupplyTally();
        using var block = new ColumnBlock(
            [
                .. Keys(), new("gross", ColumnType.Float64), new("stock_used", ColumnType.Float64), new("planned", ColumnType.Float64),
                new("short", ColumnType.Float64), new("left", ColumnType.Float64), new("days_of_cover", ColumnType.Float64),
                new("past_due", ColumnType.Float64), new("past_due_short", ColumnType.Float64),
            ], BlockRows);
        using var file = Open("coverage", block);
        var summary = run(row =>
        {
            if (row.Kind != SupplyKind.Failed) tally.Add(row);
            var key = Key(row.Item, row.Site, row.Kind, row.Level, row.FirstDay);
            for (var day = 0; day < row.Gross.Length; day++)
            {
                Add(file, block, key, day, row.Gross[day], row.StockUsed[day], row.Planned[day], row.Short[day], row.Left[day], row.DaysOfCover[day],
                    day == 0 ? row.PastDue : 0, day == 0 ? row.PastDueShort : 0);
            }
        });
        return (summary, file.Complete(), tally);
    }

    /// <summary>Writes how each item fares at each site over the horizon.</summary>
    public void Supply(SupplyTally tally)
    {
        using var block = new ColumnBlock(
            [
                new("item", ColumnType.Label, _items), new("site", ColumnType.Label, _sites), new("gross", ColumnType.Float64),
                new("short", ColumnType.Float64), new("supply_ratio", ColumnType.Float64), new("first_short_day", ColumnType.Date),
            ], BlockRows);
        using var file = Open("supply", block);
        foreach (var supply in tally.Supplies.OrderBy(supply => supply.Item, StringComparer.Ordinal).ThenBy(supply => supply.Site, StringComparer.Ordinal))
        {
            var row = block.Rows;
            block.Values<int>(0)[row] = _codes[supply.Item];
            block.Values<int>(1)[row] = _places[supply.Site];
            block.Values<double>(2)[row] = supply.Gross;
            block.Values<double>(3)[row] = supply.Short;
            block.Values<double>(4)[row] = supply.Ratio;
            block.Values<int>(5)[row] = (supply.FirstShortDay?.DayNumber ?? Epoch) - Epoch;
            if (supply.FirstShortDay is null) block.SetNull(5, row);
            Next(file, block);
        }

        file.Complete();
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static Dictionary<string, int> Numbers(ImmutableArray<string> texts)
    {
        var numbers = new Dictionary<string, int>(texts.Length, StringComparer.Ordinal);
        for (var number = 0; number < texts.Length; number++) numbers.Add(texts[number], number);
        return numbers;
    }

    private IEnumerable<BlockColumn> Keys() =>
    [
        new("item", ColumnType.Label, _items), new("site", ColumnType.Label, _sites), new("date", ColumnType.Date),
        new("kind", ColumnType.Label, new Labels(Kinds)), new("level", ColumnType.Int32),
    ];

    private LakeFile Open(string name, ColumnBlock block) =>
        _writer.Open(Path.Combine(_folder, name + (_format == LakeFormat.Csv ? ".csv" : ".parquet")), block);

    private RowKey Key(string item, string site, SupplyKind kind, int level, DateOnly firstDay)
    {
        _token.ThrowIfCancellationRequested();
        return new RowKey(_codes[item], _places[site], (int)kind, level, firstDay.DayNumber - Epoch);
    }

    private static void Add(LakeFile file, ColumnBlock block, RowKey key, int day, params ReadOnlySpan<double> values)
    {
        var row = block.Rows;
        block.Values<int>(0)[row] = key.Item;
        block.Values<int>(1)[row] = key.Site;
        block.Values<int>(2)[row] = key.FirstDay + day;
        block.Values<int>(3)[row] = key.Kind;
        block.Values<int>(4)[row] = key.Level;
        for (var value = 0; value < values.Length; value++)
        {
            block.Values<double>(5 + value)[row] = values[value];
            if (double.IsNaN(values[value])) block.SetNull(5 + value, row);
        }

        Next(file, block);
    }

    private static void Next(LakeFile file, ColumnBlock block)
    {
        if (++block.Rows == block.Capacity) file.Flush();
    }

    private readonly record struct RowKey(int Item, int Site, int Kind, int Level, int FirstDay);
}
