using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>A set's presence, with its columns found.</summary>
/// <param name="Stock">The position of the stock in the panel.</param>
/// <param name="IsOpen">The position of the opening in the panel.</param>
/// <param name="CountsStockOuts">True when sales without stock count.</param>
/// <param name="Covered">The columns of the panel whose rows lose their weight: what is sold.</param>
internal sealed record PresencePlan(int? Stock, int? IsOpen, bool CountsStockOuts, ImmutableArray<int> Covered)
{
    /// <summary>Finds the columns; null where the set says nothing. What is missing is a finding.</summary>
    public static PresencePlan? Of(FeatureSet set, FeatureSources? sources, PlanDraft draft)
    {
        if (set.Presence is not { } named || sources is null) return null;
        foreach (var name in new[] { named.ListedFrom, named.ListedTo })
            if (name is not null && !sources.Statics.Any(column => column.Name == name))
                Fail($"'{name}' is no column of the static table{(sources.Statics.IsEmpty ? "; none is given" : "")}.");
        return new PresencePlan(Position(named.Stock), Position(named.IsOpen), named.CountsStockOuts, [0]);

        int? Position(string? name)
        {
            if (name is null) return null;
            if (sources.Columns.IndexOf(name) is >= 0 and var column) return column;
            Fail($"The data have no column '{name}'; give it in the sales or the known file.");
            return null;
        }

        void Fail(string message) => draft.Findings.Add(new(FeatureFinding.OfTheSet, "presence", message));
    }
}
