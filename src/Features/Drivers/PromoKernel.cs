namespace SecretMagic.Features;

/// <summary>What promotions say of a row from the rows up to it: read once a tile for all features made of them.</summary>
internal sealed class PromoKernel : Kernel
{
    private readonly PromoRows _rows;
    private readonly HistoryInput? _flag;
    private readonly HistoryInput? _price;
    private readonly HistoryInput? _reference;
    private readonly int _lead;
    private readonly List<PromoReading> _readings = [];

    public PromoKernel(WorkerLayout worker, PromoColumns columns)
    {
        _rows = new PromoRows(columns, worker.Grid, Tile.MaxRows);
        _lead = columns.Lead(worker.Grid);
        _flag = Input(columns.Flag, 0);
        _price = Input(columns.Price, _lead);
        _reference = Input(columns.Reference, 0);

        HistoryInput? Input(int? column, int reach) =>
            column is { } known ? worker.Input(History.AsItIs(known, ""), reach) : null;
    }

    public void Add(PromoReading reading) => _readings.Add(reading);

    public override void Dispose()
    {
        _rows.Dispose();
        base.Dispose();
    }

    public override void Run(Tile tile, Span<double> state)
    {
        _rows.Read(tile.Count, tile.Period, Rows(_flag, 0, tile.Count), Rows(_price, _lead, tile.Count), Rows(_reference, 0, tile.Count));
        foreach (var reading in _readings) reading(tile, _rows, state);
    }

    private static ReadOnlySpan<double> Rows(HistoryInput? input, int lead, int count) =>
        input is null ? [] : input.Values.Slice(input.Lead - lead, lead + count);
}
