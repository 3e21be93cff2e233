using System.Collections.Immutable;
using System.Globalization;
using SecretMagic.Bom;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>Recipes and what belongs to them, demand and stock as files give them. Empty cells mean the default; every message names file, line
/// and column.</summary>
internal sealed class BomFiles(DuckConnection connection, string folder, CancellationToken token)
{
    /// <summary>Reads the lines of recipes.</summary>
    public ImmutableArray<BomLine> Lines(InputTable table)
    {
        using var rows = InputRows.Read(
            connection, table, "bom_lines", folder, [InputField.Text("parent"), InputField.Text("component"), InputField.Number("quantity")],
            [
                InputField.Number("per"), InputField.Text("unit"), InputField.Number("scrap"), InputField.Number("yield"), InputField.Number("fixed"),
                InputField.Date("valid_from"), InputField.Date("valid_to"), InputField.Text("produced_at"), InputField.Number("pieces"),
                InputField.Number("stop"), InputField.Number("ignores_parent_loss"), InputField.Number("consumable"), InputField.Text("group"),
                InputField.Number("priority"), InputField.Text("chart"), InputField.Text("only_at"), InputField.Text("not_at"),
                InputField.Number("net_weight"), InputField.Number("output_weight"),
            ], token);
        var lines = ImmutableArray.CreateBuilder<BomLine>();
        while (rows.Next())
        {
            lines.Add(new BomLine(rows.Text("parent"), rows.Text("component"), rows.Number("quantity"))
            {
                Per = rows.NumberOr("per", 1),
                Unit = rows.TextOrNull("unit"),
                Scrap = rows.NumberOr("scrap", 0),
                Yield = rows.NumberOr("yield", 1),
                Fixed = rows.NumberOr("fixed", 0),
                ValidFrom = rows.DateOrNull("valid_from"),
                ValidTo = rows.DateOrNull("valid_to"),
                ProducedAt = rows.TextOrNull("produced_at"),
                Pieces = rows.NumberOr("pieces", 1),
                Stop = rows.TruthOr("stop", false),
                IgnoresParentLoss = rows.TruthOr("ignores_parent_loss", false),
                Consumable = rows.TruthOr("consumable", false),
                Group = rows.TextOrNull("group"),
                Priority = rows.WholeOr("priority", 0),
                Chart = rows.TextOrNull("chart"),
                OnlyAt = rows.ListOrNull("only_at"),
                NotAt = rows.ListOrNull("not_at"),
                NetWeight = rows.NumberOr("net_weight", double.NaN),
                OutputWeight = rows.NumberOr("output_weight", double.NaN),
                Origin = rows.Line,
            });
        }

        return lines.ToImmutable();
    }

    /// <summary>Reads what is known of items beyond their lines.</summary>
    public ImmutableArray<BomItem> Items(InputTable table)
    {
        using var rows = InputRows.Read(
            connection, table, "bom_items", folder, [InputField.Text("item")],
            [
                InputField.Text("name"), InputField.Text("unit"), InputField.Number("scrap"), InputField.Number("yield"), InputField.Text("produced_at"),
                InputField.Number("phantom"), InputField.Number("lead_days"), InputField.Number("transfer_days"), InputField.Number("lot_min"),
                InputField.Number("lot_multiple"), InputField.Number("lot_max"), InputField.Number("lot_days"), InputField.Number("safety_stock"),
            ], token);
        var items = ImmutableArray.CreateBuilder<BomItem>();
        while (rows.Next())
        {
            items.Add(new BomItem(rows.Text("item"))
            {
                Name = rows.TextOrNull("name"),
                Unit = rows.TextOrNull("unit"),
                Scrap = rows.NumberOr("scrap", 0),
                Yield = rows.NumberOr("yield", 1),
                ProducedAt = rows.TextOrNull("produced_at"),
                Phantom = rows.TruthOr("phantom", false),
                LeadDays = rows.WholeOr("lead_days", 0),
                TransferDays = rows.WholeOr("transfer_days", 0),
                LotMin = rows.NumberOr("lot_min", 0),
                LotMultiple = rows.NumberOr("lot_multiple", 0),
                LotMax = rows.NumberOr("lot_max", 0),
                LotDays = rows.WholeOr("lot_days", 1),
                SafetyStock = rows.NumberOr("safety_stock", 0),
                Origin = rows.Line,
            });
        }

        return items.ToImmutable();
    }

    /// <summary>Reads conversions between units. Factors are taken as they are written, not as doubles.</summary>
    public ImmutableArray<BomConversion> Conversions(InputTable table)
    {
        using var rows = InputRows.Read(
            connection, table, "bom_conversions", folder, [InputField.Text("from"), InputField.Text("to"), InputField.Text("factor")],
            [InputField.Text("item")], token);
        var conversions = ImmutableArray.CreateBuilder<BomConversion>();
        while (rows.Next())
        {
            var written = rows.Text("factor");
            if (!decimal.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor))
                throw new InputException($"'{written}' is not a number such as 0.75{WrittenNumber.Hint(written)}", table.Files[0], rows.Line, "factor");
            conversions.Add(new BomConversion(rows.Text("from"), rows.Text("to"), factor, rows.TextOrNull("item"), rows.Line));
        }

        return conversions.ToImmutable();
    }

    /// <summary>Reads by-products and co-products.</summary>
    public ImmutableArray<BomOutput> Outputs(InputTable table)
    {
        using var rows = InputRows.Read(
            connection, table, "bom_outputs", folder, [InputField.Text("process"), InputField.Text("item"), InputField.Number("quantity")],
            [InputField.Number("per"), InputField.Number("drives")], token);
        var outputs = ImmutableArray.CreateBuilder<BomOutput>();
        while (rows.Next())
        {
            outputs.Add(new BomOutput(rows.Text("process"), rows.Text("item"), rows.Number("quantity"))
            {
                Per = rows.NumberOr("per", 1),
                Drives = rows.TruthOr("drives", false),
                Origin = rows.Line,
            });
        }

        return outputs.ToImmutable();
    }

    /// <summary>Reads from where sites take items whole.</summary>
    public ImmutableArray<BomRoute> Routes(InputTable table)
    {
        using var rows = InputRows.Read(
            connection, table, "bom_routes", folder, [InputField.Text("item"), InputField.Text("site"), InputField.Text("from")],
            [InputField.Number("days")], token);
        var routes = ImmutableArray.CreateBuilder<BomRoute>();
        while (rows.Next()) routes.Add(new BomRoute(rows.Text("item"), rows.Text("site"), rows.Text("from"), rows.WholeOr("days", 0), rows.Line));
        return routes.ToImmutable();
    }

    /// <summary>Reads prices of one unit of what is bought.</summary>
    public Dictionary<string, double> Prices(InputTable table)
    {
        using var rows = InputRows.Read(
            connection, table, "prices", folder, [InputField.Text("item"), InputField.Number("price")], [], token);
        var prices = new Dictionary<string, double>(StringComparer.Ordinal);
        while (rows.Next())
        {
            if (!prices.TryAdd(rows.Text("item"), rows.Number("price")))
                throw new InputException($"{rows.Text("item")} has two prices", table.Files[0], rows.Line, "item");
        }

        return prices;
    }

    /// <summary>Reads demand over the days from its first to its last date.</summary>
    public BomDemand Demand(InputTable table)
    {
        using var rows = InputRows.Read(
            connection, table, "demand", folder, [InputField.Text("item"), InputField.Date("date"), InputField.Number("quantity")],
            [InputField.Text("site")], token);
        if (connection.Scalar<int>("SELECT min(date) FROM demand", token) is not { } first) throw new InputException("there are no rows", table.Files[0]);
        var last = connection.Scalar<int>("SELECT max(date) FROM demand", token)!.Value;
        const int LongestHorizon = 3660;
        if ((long)last - first >= LongestHorizon)
            throw new InputException(
                $"the dates reach from {InputRows.DayText(first)} to {InputRows.DayText(last)}; a horizon has at most {LongestHorizon:N0} days. "
                + "Is a date wrong?",
                table.Given, column: "date");
        var demand = new BomDemand(InputRows.Day(first), last - first + 1);
        while (rows.Next()) demand.Add(rows.Text("item"), rows.TextOrNull("site") ?? "", rows.Date("date"), rows.Number("quantity"), rows.Line);
        return demand;
    }

    /// <summary>Reads stock: rows without a date are on hand, rows with one arrive on that day.</summary>
    public BomStock Stock(InputTable table)
    {
        using var rows = InputRows.Read(
            connection, table, "stock", folder, [InputField.Text("item"), InputField.Number("quantity")],
            [InputField.Text("site"), InputField.Date("date")], token);
        var stock = new BomStock();
        while (rows.Next())
        {
            var (item, site, quantity) = (rows.Text("item"), rows.TextOrNull("site") ?? "", rows.Number("quantity"));
            if (rows.DateOrNull("date") is { } day) stock.Add(item, site, day, quantity, rows.Line);
            else stock.Add(item, site, quantity, rows.Line);
        }

        return stock;
    }
}
