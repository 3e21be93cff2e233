namespace SecretMagic.Storage.Journal;

/// <summary>Which appends of a group win, decided in order on the versions that are locked.</summary>
internal sealed class AppendPlan
{
    internal AppendPlan(IReadOnlyList<PreparedAppend> group, Dictionary<string, long> versions)
    {
        Outcomes = new AppendOutcome[group.Count];
        for (var at = 0; at < group.Count; at++)
        {
            var (entity, expected) = (group[at].Events.Entity.Value, group[at].Events.ExpectedVersion);
            var actual = versions.GetValueOrDefault(entity);
            Outcomes[at] = new AppendOutcome(actual == expected, actual == expected ? actual + group[at].Written.Length : actual);
            if (actual != expected) continue;
            versions[entity] = Heads[entity] = Outcomes[at].Version;
            Winners.Add(group[at]);
        }
    }

    /// <summary>What becomes of each append of the group.</summary>
    internal AppendOutcome[] Outcomes { get; }

    /// <summary>The appends to store, in order.</summary>
    internal List<PreparedAppend> Winners { get; } = [];

    /// <summary>The versions of the entities behind it.</summary>
    internal Dictionary<string, long> Heads { get; } = [];
}
