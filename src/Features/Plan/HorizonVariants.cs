namespace SecretMagic.Features;

/// <summary>
/// Adds, for every horizon of a set, the features of an entry that are known less far ahead once more, under <c>{name}_h{horizon}</c>: the same
/// with the shift that makes them known at the horizon. One that is known at it already stays alone.
/// </summary>
internal static class HorizonVariants
{
    /// <param name="set">The set.</param>
    /// <param name="entry">The position of the entry.</param>
    /// <param name="draft">Where its features stand, from <paramref name="first"/> on, and where the variants go.</param>
    /// <param name="first">Its first feature.</param>
    /// <param name="delayed">Compiles the entry again, with so many steps of shift in addition.</param>
    public static void Add(FeatureSet set, int entry, PlanDraft draft, int first, Func<int, PlanDraft> delayed)
    {
        var plain = draft.Features.GetRange(first, draft.Features.Count - first);
        var drafts = new Dictionary<int, PlanDraft>();
        foreach (var horizon in set.Horizons)
        {
            for (var i = 0; i < plain.Count; i++)
            {
                if (plain[i].Feature.Availability is not { } known || known >= horizon) continue;
                if (!drafts.TryGetValue(horizon - known, out var later)) drafts.Add(horizon - known, later = delayed(horizon - known));
                if (later.Features.Count != plain.Count || later.Features[i].Feature.Availability != horizon) continue;
                var (feature, operation, labels, stored) = later.Features[i];
                draft.Add(entry, feature with { Name = $"{plain[i].Feature.Name}_h{horizon}" }, operation, labels, stored);
            }
        }
    }
}
