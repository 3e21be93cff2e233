namespace SecretMagic.Features;

/// <summary>
/// Calendar days to the next planned promotion: the one part of promotions that looks ahead, over the rows of the panel up to
/// <see cref="Promo.MaxDays"/> days behind the row.
/// </summary>
internal sealed class PromoAhead(PromoColumns columns) : Operation
{
    public override bool LooksAhead => true;

    public override void Enlist(WorkerLayout worker, int feature, int stateStart) =>
        worker.Kernels.Add(new AheadKernel(columns, worker, feature));

    private sealed class AheadKernel(PromoColumns columns, WorkerLayout worker, int feature) : Kernel
    {
        private readonly int _lead = columns.Lead(worker.Grid);
        private readonly int _ahead = PromoColumns.StepsIn(worker.Grid, Promo.MaxDays);
        private readonly PromoRows _rows = new(
            columns, worker.Grid, Tile.MaxRows + PromoColumns.StepsIn(worker.Grid, Promo.MaxDays));

        public override void Dispose()
        {
            _rows.Dispose();
            base.Dispose();
        }

        public override void Run(Tile tile, Span<double> state)
        {
            var count = Math.Min(tile.Count + _ahead, worker.Rows.Count - tile.From);
            var before = Math.Min(_lead, tile.From);
            _rows.Read(
                count, tile.Period, Values(tile, columns.Flag, 0, count), Values(tile, columns.Price, before, count),
                Values(tile, columns.Reference, 0, count));
            var grid = tile.Grid;
            var met = int.MaxValue;
            var lastDay = grid.DayOf(tile.Period - tile.From + LastKnown());
            for (var i = count - 1; i >= 0; i--)
            {
                var day = grid.DayOf(tile.Period + i);
                if (_rows.IsPromo[i] == 1) met = day;
                if (i >= tile.Count) continue;
                worker.Scratch[i] = met != int.MaxValue ? Math.Min(Promo.MaxDays, met - day)
                    : lastDay - day >= Promo.MaxDays ? Promo.MaxDays
                    : ReasonNan.Missing;
            }

            tile.Writer.Write(feature, worker.Scratch.AsSpan(0, tile.Count), 0);
        }

        /// <summary>The last row of the series that can know whether it has a promotion, -1 when none can: nobody has planned behind it.</summary>
        private int LastKnown() => columns.Flag is { } flag
            ? worker.Rows.LastKnown(flag)
            : Math.Min(worker.Rows.LastKnown(columns.Price!.Value), columns.Reference is { } reference ? worker.Rows.LastKnown(reference) : int.MaxValue);

        private ReadOnlySpan<double> Values(Tile tile, int? column, int before, int count) =>
            column is { } known ? worker.Rows.Values(known).Slice(tile.From - before, before + count) : [];
    }
}
