using SecretMagic.Bom;

namespace SecretMagic.Pipeline;

/// <summary>All of a demand in one sweep, or nothing.</summary>
internal static class WholeExplosion
{
    /// <summary>Explodes, compares with the stock and writes both tables.</summary>
    public static WrittenExplosion Write(
        BomGraph graph, BomDemand demand, BomStock stock, ExplosionTables tables, int maxLevels, IProgress<BatchProgress> progress)
    {
        var run = new ExplosionOptions { MaxLevels = maxLevels, Threads = Environment.ProcessorCount };
        var (required, requirementRows) = tables.Requirements(
            receive => new Explosion(graph, demand, run).Run(row =>
            {
                Report("Explode the demand", row.FirstDay);
                receive(row);
            }));
        var (covered, coverageRows, supplies) = tables.Coverage(
            receive => new Coverage(graph, demand, stock, run).Run(row =>
            {
                Report("Compare with the stock", row.FirstDay);
                receive(row);
            }));
        return new WrittenExplosion(required, requirementRows, covered, coverageRows, supplies, []);

        void Report(string stage, DateOnly day) => progress.Report(new BatchProgress(stage, day.DayNumber - demand.FirstDay.DayNumber, demand.Days));
    }
}
