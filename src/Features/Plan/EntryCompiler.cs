using System.Collections.Immutable;
using System.Text.RegularExpressions;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>
/// One entry while it is compiled: its parameters, the sources, and where features, findings and notes go. Without sources everything is
/// taken as present, so that a feature set can be checked before there are data.
/// </summary>
/// <param name="set">The feature set.</param>
/// <param name="sources">What is there; null when that is not known yet.</param>
/// <param name="index">The position of the entry.</param>
/// <param name="type">Its type.</param>
/// <param name="draft">Where its features go.</param>
/// <param name="delay">Steps by which its history features are shifted in addition.</param>
internal sealed partial class EntryCompiler(
    FeatureSet set, FeatureSources? sources, int index, FeatureType type, PlanDraft draft, int delay = 0)
{
    private readonly List<InputRead> _reads = [];
    private bool _hasHistory;
    private readonly LeakCheck _leaks = new(sources);
    private readonly ImmutableDictionary<string, ParameterValue> _parameters = set.Entries[index].Parameters;

    public FeatureSet Set => set;

    public string TypeName => type.Name;

    public FeatureSources? Sources => sources;

    public bool Has(string key) => _parameters.ContainsKey(key);

    public ParameterValue? Value(string key) => _parameters.GetValueOrDefault(key);

    public double? Number(string key) => Value(key) is ParameterValue.Number { Value: var number } ? number : null;

    public int? Whole(string key) => Number(key) is { } number ? (int)number : null;

    public string? Text(string key) => Value(key) is ParameterValue.Text { Value: var text } ? text : null;

    public bool Flag(string key) => Value(key) is ParameterValue.Flag { Value: true };

    public ImmutableArray<int> Wholes(string key) =>
        Value(key) is ParameterValue.Items { Values: var items } ? [.. items.Select(item => (int)((ParameterValue.Number)item).Value)] : [];

    public ImmutableArray<string> Texts(string key) =>
        Value(key) is ParameterValue.Items { Values: var items } ? [.. items.Select(item => ((ParameterValue.Text)item).Value)] : [];

    public void Fail(string? key, string message) => draft.Findings.Add(new(index, key, message));

    public void Note(string? key, string message) => draft.Notes.Add(new(index, key, message));

    /// <summary>Something the entry needs is not there: a note when the entry is optional, else a mistake.</summary>
    public void Absent(string? key, string message)
    {
        if (set.Entries[index].IsOptional) Note(key, message);
        else Fail(key, message + " Mark the entry optional: true to leave it out where its input is absent.");
    }

    /// <summary>The position of a panel's column, or null after saying that there is none.</summary>
    public int? Column(string key, string name)
    {
        _reads.Add(new InputRead(name, type.Kind == FeatureKind.Past ? 0 : null));
        return Position(key, name);
    }

    private int? Position(string key, string name)
    {
        if (sources is null || name == "target") return 0;
        if (sources.Columns.IndexOf(name) is >= 0 and var column) return column;
        if (set.Pooled.FirstOrDefault(pooled => pooled.Name == name) is { } wanted)
        {
            var source = wanted.By is { } by && sources.Columns.Contains(wanted.Of) ? $"by the static column '{by}'" : $"of '{wanted.Of}'";
            Absent(key, $"'{name}' is pooled {source}, which is not there.");
            return null;
        }

        var offered = sources.Offered.IsEmpty ? sources.Columns : sources.Offered;
        Absent(key, $"The data have no column '{name}'; they have {string.Join(", ", offered)}.");
        return null;
    }

    /// <summary>The position of a column that is made for the entry, or given in its place; null after saying what is absent.</summary>
    public int? Made(string key, string name, string absent)
    {
        if (sources is null) return 0;
        if (sources.Columns.IndexOf(name) is >= 0 and var column) return column;
        Absent(key, absent);
        return null;
    }

    /// <summary>The position of the column that a key names, null when it is not given; false after saying that it is not there.</summary>
    public bool TryColumn(string key, out int? column)
    {
        column = Text(key) is { } name ? Column(key, name) : null;
        return column is not null || !Has(key);
    }

    /// <summary>What the entry reads, from the keys every history type has; null after saying what is wrong.</summary>
    public History? History()
    {
        var strategy = Text("nan_strategy") is { } name ? Strategy(name) : set.Defaults.Strategy;
        if (Has("dead_below") && strategy != NanStrategy.Decay)
        {
            Fail("dead_below", "Only a decaying value can fall below it: set nan_strategy: decay too.");
            return null;
        }

        var columnName = Text("column") ?? "target";
        var shift = (Whole("shift") ?? set.Defaults.Shift) + delay;
        _reads.Add(new InputRead(columnName, shift));
        _hasHistory = true;
        return Position("column", columnName) is { } column && TryShare(shift, out var share)
            ? new History(column, columnName, strategy, shift, Number("dead_below") ?? 0) { Share = share }
            : null;
    }

    /// <summary>What a row counts, null for in full; false after saying why that cannot be.</summary>
    private bool TryShare(int shift, out OpenShare? share)
    {
        share = null;
        if (Text("open_share") is not { } name) return true;
        if (name == "target" || set.Pooled.Any(pooled => pooled.Name == name))
        {
            Fail("open_share", $"'{name}' is no share: name a column of the data with values from 0 to 1.");
            return false;
        }

        _reads.Add(new InputRead(name, shift));
        if (Position("open_share", name) is not { } column) return false;
        draft.Shares.Add(column);
        share = new OpenShare(column, name);
        return true;
    }

    /// <summary>Where what has died comes back: alive_above, by default dead_below; null after saying what is wrong.</summary>
    public double? AliveAbove(History history)
    {
        if (Number("alive_above") is not { } alive) return history.DeadBelow;
        if (history.DeadBelow > 0 && alive >= history.DeadBelow) return alive;
        Fail("alive_above", history.DeadBelow > 0
            ? $"must be dead_below ({history.DeadBelow}) or more, not {alive}."
            : "says when what has died comes back: set dead_below too.");
        return null;
    }

    /// <summary>The fewest known values: the entry's, else the defaults', but never under what the statistic needs.</summary>
    public int MinSamples(int least) => Math.Max(least, Whole("min_samples") ?? set.Defaults.MinSamples);

    /// <summary>The name of a feature: the entry's template, or the given one, with parameters in place of <c>{key}</c>.</summary>
    public string Name(string template, params ReadOnlySpan<(string Key, object Value)> parameters)
    {
        var values = new Dictionary<string, string>();
        foreach (var (key, value) in parameters) values[key] = $"{value}";
        return Slot().Replace(Text("name") ?? template, match =>
        {
            if (values.TryGetValue(match.Groups["key"].Value, out var text)) return text;
            Fail("name", $"knows no {match.Value}; it can use {string.Join(", ", values.Keys.Select(key => $"{{{key}}}"))}.");
            return match.Groups["key"].Value;
        });
    }

    /// <summary>
    /// Adds a feature. What it reads is what its operation says; else what the entry has asked for: history up to the shift, and columns as
    /// plans, or up to the row itself where the type is one of history.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="canonical">Its canonical form.</param>
    /// <param name="operation">How it is computed.</param>
    /// <param name="labels">The texts its codes stand for, when it is of texts.</param>
    /// <param name="stored">How its numbers are stored, where the set has no say.</param>
    public void Add(string name, string canonical, Operation operation, Labels? labels = null, ColumnType? stored = null)
    {
        ImmutableArray<InputRead> reads = operation.Reads ?? [.. _reads];
        var known = _leaks.AvailabilityOf(reads);
        var horizons = set.Horizons.Where(horizon => known is { } steps && steps >= horizon).ToArray();
        canonical += Pools();
        if (set.Presence is { } presence && (_hasHistory || reads.Any(read => read.Column == "target"))) canonical += $"|presence {presence.Canonical}";
        var feature = new Feature(name, type.Name, canonical, type.NanMeaning)
        {
            Availability = known,
            Horizon = horizons.Length == 0 ? null : horizons.Max(),
            IsStatic = type.Kind == FeatureKind.Static,
        };
        if (_leaks.Leak(feature, reads) is { } leak) Fail(null, leak);
        draft.Add(index, feature, operation, labels, stored);
    }

    /// <summary>The definitions of pooled columns that the entry names: their names alone do not say what they hold.</summary>
    private string Pools() => string.Concat(set.Pooled
        .Where(pooled => _parameters.Values.Any(value => value is ParameterValue.Text text && text.Value == pooled.Name))
        .Select(pooled => $"|{pooled.Name}: {pooled.Canonical}"));

    private static NanStrategy Strategy(string name) => name == "decay" ? NanStrategy.Decay : NanStrategy.Missing;

    [GeneratedRegex(@"\{(?<key>[^{}]*)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Slot();
}
