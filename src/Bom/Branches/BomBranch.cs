using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>A part of an explosion that depends on no other part. Safe to run beside the others, and again.</summary>
public sealed class BomBranch
{
    private readonly BomGraph _graph;
    private readonly BomStock _stock;
    private readonly ExplosionOptions _options;

    internal BomBranch(int number, BomGraph graph, BomDemand demand, BomStock stock, ExplosionOptions options) =>
        (Number, _graph, Demand, _stock, _options) = (number, graph, demand, stock, options);

    /// <summary>Its place among the branches, from 0.</summary>
    public int Number { get; }

    /// <summary>What is demanded of its items.</summary>
    public BomDemand Demand { get; }

    /// <summary>Its items, those included that only the demand names, by code.</summary>
    public ImmutableArray<string> Items =>
        [.. _graph.Rows.Where(row => !row.IsTwin).Select(row => row.Code).Concat(Demand.ItemCodes).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Runs the explosion; see <see cref="Explosion.Run"/>.</summary>
    public ExplosionSummary Explode(Action<RequirementRow> receive) => new Explosion(_graph, Demand, _options).Run(receive);

    /// <summary>Runs the coverage; see <see cref="Coverage.Run"/>.</summary>
    public ExplosionSummary Cover(Action<CoverageRow> receive) => new Coverage(_graph, Demand, _stock, _options).Run(receive);
}
