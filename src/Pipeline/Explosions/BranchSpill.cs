using System.Runtime.InteropServices;
using SecretMagic.Bom;

namespace SecretMagic.Pipeline;

/// <summary>
/// The rows of one branch in a file of its own until all branches have ended: a branch that fails in the middle leaves nothing in the result. The form is this
/// machine's, for this run alone.
/// </summary>
/// <param name="path">The file; written anew by each attempt.</param>
/// <param name="items">The items by number.</param>
/// <param name="sites">The sites by number.</param>
internal sealed class BranchSpill(string path, RowNumbers items, RowNumbers sites)
{
    private const int Buffer = 1 << 16;

    /// <summary>Writes rows of requirements.</summary>
    public T WriteRequirements<T>(Func<Action<RequirementRow>, T> run, CancellationToken token)
    {
        using var file = Create();
        return run(row =>
        {
            Begin(file, new Header(items[row.Item], sites[row.Site], row.FirstDay.DayNumber, row.Quantities.Length, (int)row.Kind, row.Level), token);
            Write(file, [row.PastDue]);
            Write(file, row.Quantities);
        });
    }

    /// <summary>Reads them in their order.</summary>
    public void ReadRequirements(Action<RequirementRow> receive)
    {
        using var file = Open();
        var values = Array.Empty<double>();
        while (Next(file, ref values, lanes: 1, extra: 1) is { } head)
        {
            receive(new RequirementRow(
                items[head.Item], sites[head.Site], DateOnly.FromDayNumber(head.FirstDay), values.AsSpan(1, head.Days), (SupplyKind)head.Kind, head.Level)
            {
                PastDue = values[0],
            });
        }
    }

    /// <summary>Writes rows of coverage.</summary>
    public T WriteCoverage<T>(Func<Action<CoverageRow>, T> run, CancellationToken token)
    {
        using var file = Create();
        return run(row =>
        {
            Begin(file, new Header(items[row.Item], sites[row.Site], row.FirstDay.DayNumber, row.Gross.Length, (int)row.Kind, row.Level), token);
            Write(file, [row.PastDue, row.PastDuePlanned, row.PastDueShort]);
            Write(file, row.Gross);
            Write(file, row.StockUsed);
            Write(file, row.Planned);
            Write(file, row.Short);
            Write(file, row.Left);
            Write(file, row.DaysOfCover);
        });
    }

    /// <summary>Reads them in their order.</summary>
    public void ReadCoverage(Action<CoverageRow> receive)
    {
        using var file = Open();
        var values = Array.Empty<double>();
        while (Next(file, ref values, lanes: 6, extra: 3) is { } head)
        {
            ReadOnlySpan<double> lanes = values.AsSpan(3, 6 * head.Days);
            receive(new CoverageRow
            {
                Item = items[head.Item],
                Site = sites[head.Site],
                FirstDay = DateOnly.FromDayNumber(head.FirstDay),
                Kind = (SupplyKind)head.Kind,
                Level = head.Level,
                Gross = lanes[..head.Days],
                StockUsed = lanes.Slice(head.Days, head.Days),
                Planned = lanes.Slice(2 * head.Days, head.Days),
                Short = lanes.Slice(3 * head.Days, head.Days),
                Left = lanes.Slice(4 * head.Days, head.Days),
                DaysOfCover = lanes.Slice(5 * head.Days, head.Days),
                PastDue = values[0],
                PastDuePlanned = values[1],
                PastDueShort = values[2],
            });
        }
    }

    private FileStream Create() => new(path, FileMode.Create, FileAccess.Write, FileShare.None, Buffer);

    private FileStream Open() => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, Buffer);

    private static void Begin(FileStream file, Header head, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<Header>(in head)));
    }

    private static void Write(FileStream file, ReadOnlySpan<double> values) => file.Write(MemoryMarshal.AsBytes(values));

    private static Header? Next(FileStream file, ref double[] values, int lanes, int extra)
    {
        if (file.Position == file.Length) return null;
        var head = default(Header);
        file.ReadExactly(MemoryMarshal.AsBytes(new Span<Header>(ref head)));
        var length = lanes * head.Days + extra;
        if (values.Length < length) values = new double[length];
        file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan(0, length)));
        return head;
    }

    private readonly record struct Header(int Item, int Site, int FirstDay, int Days, int Kind, int Level);
}
