using System.Collections.Immutable;
using System.Globalization;
using SecretMagic.Bom;
using SecretMagic.Pipeline;
using Spectre.Console;

namespace SecretMagic.Cli;

/// <summary>Answers about recipes for people.</summary>
internal static class BomPage
{
    private const int CyclesShown = 5;
    private const int MissingShown = 10;

    public static void Check(TextWriter output, BomReport report)
    {
        var console = ReportConsole.Create(output);
        if (!report.Findings.IsEmpty)
        {
            var table = Table("severity", "file", "line", "rule", "what");
            foreach (var finding in report.Findings)
                table.AddRow(finding.Severity, Markup.Escape(finding.File), $"{finding.Line}", finding.Rule, Markup.Escape(finding.Message));
            console.Write(table);
        }

        foreach (var cyclic in report.Cycles)
        {
            var days = (cyclic.FirstDay, cyclic.LastDay) is (null, null) ? "" : $" ({cyclic.FirstDay ?? "always"} to {cyclic.LastDay ?? "ever"})";
            console.WriteLine($"BOM cycle: {cyclic.Paths[0]}{days}");
            foreach (var path in cyclic.Paths.Skip(1).Take(CyclesShown - 1)) console.WriteLine($"      also: {path}");
            var rest = cyclic.Paths.Length - CyclesShown;
            if (rest > 0 || cyclic.More)
                console.WriteLine($"      and {(cyclic.More ? "many" : rest)} more among {cyclic.Members.Length:N0} items; --json lists them");
            console.WriteLine($"      without {cyclic.Remove} most of them are gone");
        }

        var errors = report.Findings.Count(finding => finding.Severity == "error");
        var graph = report.Version is null ? "" : $", {report.Items:N0} items, {report.Levels} levels, version {report.Version[..12]}";
        console.WriteLine(
            $"{report.Status}: {report.Lines:N0} lines{graph}; {errors:N0} errors, {report.Findings.Length - errors:N0} warnings, "
            + $"{report.Cycles.Length:N0} sets of items that need each other");
        if (!report.Isolated.IsEmpty)
            console.WriteLine($"left out because of cycles: {report.Isolated.Length:N0} items: {string.Join(", ", report.Isolated.Take(10))}");
    }

    public static void WhereUsed(TextWriter output, string item, ImmutableArray<BomUse> uses)
    {
        var table = Table("item", "quantity in one", "levels above");
        foreach (var use in uses.OrderBy(use => use.Shortest).ThenBy(use => use.Item, StringComparer.Ordinal))
            table.AddRow(Markup.Escape(use.Item), Number(use.Units), use.Shortest == use.Longest ? $"{use.Shortest}" : $"{use.Shortest} to {use.Longest}");
        Show(output, table, uses.IsEmpty ? $"{item} goes into nothing" : $"{item} goes into {uses.Length:N0} items");
    }

    public static void Peg(TextWriter output, string item, ImmutableArray<BomPeg> parts)
    {
        var total = parts.Sum(part => part.Quantity);
        var table = Table("dish", "quantity in one", "requirement", "share");
        foreach (var part in parts)
            table.AddRow(Markup.Escape(part.Item), Number(part.Units), Number(part.Quantity), $"{100 * part.Quantity / total:0.0} %");
        Show(output, table, $"{Number(total)} of {item} for {parts.Length:N0} dishes, fixed quantities left out");
    }

    public static void CanBuild(TextWriter output, ImmutableArray<(string Item, BomBuild Build)> builds)
    {
        var table = Table("item", "quantity", "whole", "limited by");
        foreach (var (item, build) in builds)
        {
            var isFree = double.IsInfinity(build.Quantity);
            table.AddRow(
                Markup.Escape(item), isFree ? "any" : Number(build.Quantity), isFree ? "any" : build.Whole.ToString("N0", CultureInfo.InvariantCulture),
                Markup.Escape(build.Limit ?? ""));
        }

        Show(output, table, $"{builds.Length:N0} items, each as if it were made alone");
    }

    public static void Allocate(TextWriter output, string policy, DateOnly day, BomAllocation allocation)
    {
        var shares = Table("item", "demand", "gets", "whole", "part");
        foreach (var share in allocation.Shares)
        {
            shares.AddRow(
                Markup.Escape(share.Item), Number(share.Demand), Number(share.Quantity), share.Whole.ToString("N0", CultureInfo.InvariantCulture),
                $"{100 * share.Quantity / share.Demand:0.0} %");
        }

        var materials = Table("scarce material", "needed", "in stock", "used");
        foreach (var scarce in allocation.Scarce)
            materials.AddRow(Markup.Escape(scarce.Item), Number(scarce.Need), Number(scarce.Stock), Number(scarce.Used));
        if (materials.Rows.Count > 0) ReportConsole.Create(output).Write(materials);
        Show(
            output, shares,
            $"{policy} on {day:yyyy-MM-dd}: {allocation.Shares.Count(share => share.Quantity < share.Demand):N0} of {allocation.Shares.Length:N0} items "
            + $"get less than is demanded; {allocation.Scarce.Length:N0} materials are scarce");
    }

    public static void Cost(TextWriter output, ImmutableArray<(string Item, BomCost Cost)> costs)
    {
        var table = Table("item", "materials of one");
        var made = costs.Select(cost => cost.Item).ToHashSet(StringComparer.Ordinal);
        foreach (var (item, cost) in costs)
        {
            table.AddRow(
                Markup.Escape(item),
                cost.MissingPrice is not { } missing ? Number(cost.Value)
                    : Markup.Escape($"the price of {missing}{(made.Contains(missing) ? ", taken from stock," : "")} is missing"));
        }

        var unknown = costs.Select(cost => cost.Cost.MissingPrice).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToArray();
        Show(
            output, table,
            $"{costs.Length:N0} items, {costs.Count(cost => cost.Cost.MissingPrice is not null):N0} without all prices"
            + (unknown.Length == 0 ? "" : $"; missing: {string.Join(", ", unknown.Take(MissingShown))}{(unknown.Length > MissingShown ? ", ..." : "")}"));
    }

    /// <summary>A tree; an item that stands in it already is not unfolded again.</summary>
    public static void Show(TextWriter output, RecipePicture picture)
    {
        var nodes = picture.Nodes.ToDictionary(node => node.Item, StringComparer.Ordinal);
        var lines = picture.Edges.ToLookup(edge => edge.Parent, StringComparer.Ordinal);
        var unfolded = new HashSet<string>(StringComparer.Ordinal);
        var tree = new Tree(Markup.Escape(Name(nodes[picture.Root])));
        Unfold(tree, picture.Root);
        ReportConsole.Create(output).Write(tree);

        void Unfold(IHasTreeNodes at, string item)
        {
            unfolded.Add(item);
            foreach (var line in lines[item])
            {
                var again = unfolded.Contains(line.Component) && lines[line.Component].Any();
                var below = at.AddNode(Markup.Escape($"{line.Text}  {Name(nodes[line.Component])}{(again ? " (see above)" : "")}"));
                if (!again) Unfold(below, line.Component);
            }
        }
    }

    private static string Name(RecipePicture.Node node) => node.Name is null ? node.Item : $"{node.Item} {node.Name}";

    private static Table Table(params ReadOnlySpan<string> columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns) table.AddColumn(column);
        return table;
    }

    private static void Show(TextWriter output, Table table, string summary)
    {
        var console = ReportConsole.Create(output);
        if (table.Rows.Count > 0) console.Write(table);
        console.WriteLine(summary);
    }

    private static string Number(double value) => value.ToString("#,0.######", CultureInfo.InvariantCulture);
}
