using System.Collections.Immutable;
using SecretMagic.Bom;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>Recipes, items, demand and stock as files give them. Empty cells mean the default; every message names file, line and column.</summary>
internal sealed class BomFiles(DuckConnection connection, string folder, CancellationToken token)
{
    /// <summary>Reads the lines of recipes.</summary>
    public ImmutableArray<BomLine> Lines(InputTable table)
    {
        using var rows = Rows.Read(
            connection, table, "bom_lines", folder, [InputField.Text("parent"), InputField.Text("component"), InputField.Number("quantity")],
            [
                InputField.Number("per"), InputField.Text("unit"), InputField.Number("scrap"), InputField.Number("yield"), InputField.Number("fixed"),
                InputField.Date("valid_from"), InputField.Date("valid_to"), InputField.Text("produced_at"),
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
                Origin = rows.Line,
            });
        }

        return lines.ToImmutable();
    }

    /// <summary>Reads what is known of items beyond their lines.</summary>
    public ImmutableArray<BomItem> Items(InputTable table)
    {
        using var rows = Rows.Read(
            connection, table, "bom_items", folder, [InputField.Text("item")],
            [InputField.Text("name"), InputField.Text("unit"), InputField.Number("scrap"), InputField.Number("yield"), InputField.Text("produced_at")], token);
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
                Origin = rows.Line,
            });
        }

        return items.ToImmutable();
    }

    /// <summary>Reads demand over the days from its first to its last date.</summary>
    public BomDemand Demand(InputTable table)
    {
        using var rows = Rows.Read(
            connection, table, "demand", folder, [InputField.Text("item"), InputField.Date("date"), InputField.Number("quantity")],
            [InputField.Text("site")], token);
        if (connection.Scalar<int>("SELECT min(date) FROM demand", token) is not { } first) throw new InputException("there are no rows", table.Files[0]);
        var last = connection.Scalar<int>("SELECT max(date) FROM demand", token)!.Value;
        const int LongestHorizon = 3660;
        if (last - first >= LongestHorizon)
            throw new InputException(
                $"the dates reach from {Rows.Day(first):yyyy-MM-dd} to {Rows.Day(last):yyyy-MM-dd}; a horizon has at most {LongestHorizon:N0} days. "
                + "Is a date wrong?",
                table.Given, column: "date");
        var demand = new BomDemand(Rows.Day(first), last - first + 1);
        while (rows.Next()) demand.Add(rows.Text("item"), rows.TextOrNull("site") ?? "", rows.Date("date"), rows.Number("quantity"), rows.Line);
        return demand;
    }

    /// <summary>Reads stock: rows without a date are on hand, rows with one arrive on that day.</summary>
    public BomStock Stock(InputTable table)
    {
        using var rows = Rows.Read(
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

    /// <summary>The rows of a table one after another, by column name, with the line each stands on.</summary>
    private sealed class Rows : IDisposable
    {
        private readonly InputTable _table;
        private readonly Lazy<DuckReader> _query;
        private readonly Dictionary<string, int> _columns;
        private readonly CancellationToken _token;
        private int _row = -1;
        private int _before;

        private Rows(InputTable table, Lazy<DuckReader> query, Dictionary<string, int> columns, CancellationToken token)
        {
            _table = table;
            _query = query;
            _columns = columns;
            _token = token;
        }

        private DuckReader Reader => _query.Value;

        /// <summary>The line of the current row: behind the header for CSV, the row's number for Parquet.</summary>
        public int Line => _before + _row + (_table.IsCsv ? 2 : 1);

        public static Rows Read(
            DuckConnection connection, InputTable table, string view, string folder, InputField[] required, InputField[] optional, CancellationToken token)
        {
            table.Require([.. required.Select(field => field.Name)]);
            InputField[] fields = [.. required, .. optional.Where(field => table.Columns.Contains(field.Name))];
            table.Load(connection, view, fields, folder, token);
            var columns = fields.Select((field, at) => (field.Name, at)).ToDictionary(pair => pair.Name, pair => pair.at);

            // The query starts with the first row, since a connection runs one statement at a time.
            return new Rows(table, new Lazy<DuckReader>(() => connection.Query($"FROM {view}", token)), columns, token);
        }

        public static DateOnly Day(int days) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(days);

        public bool Next()
        {
            if (++_row < Reader.Rows) return true;
            _before += Reader.Rows;
            _row = 0;
            return Reader.Next(_token);
        }

        public string Text(string column) => TextOrNull(column) ?? throw Empty(column);

        public double Number(string column) => IsEmpty(column) ? throw Empty(column) : Reader.Values<double>(_columns[column])[_row];

        public DateOnly Date(string column) => DateOrNull(column) ?? throw Empty(column);

        public string? TextOrNull(string column) => IsEmpty(column) ? null : Reader.Text(_columns[column], _row);

        public double NumberOr(string column, double other) => IsEmpty(column) ? other : Reader.Values<double>(_columns[column])[_row];

        public DateOnly? DateOrNull(string column) => IsEmpty(column) ? null : Day(Reader.Values<int>(_columns[column])[_row]);

        public void Dispose()
        {
            if (_query.IsValueCreated) _query.Value.Dispose();
        }

        private bool IsEmpty(string column) => !_columns.TryGetValue(column, out var at) || Reader.IsNull(at, _row);

        private InputException Empty(string column) => new("the cell is empty; a value is needed", _table.Files[0], Line, column);
    }
}
