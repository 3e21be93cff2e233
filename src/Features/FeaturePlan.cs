using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>
/// A feature set compiled for sources: which columns it makes and how. Immutable and shared by threads; each takes a
/// <see cref="FeatureWorker"/>. The law: the bits of a feature depend on its canonical form and the values it reads, not on where the
/// history starts, how it is cut into calls, the number of threads or the width of vectors.
/// </summary>
public sealed class FeaturePlan
{
    /// <summary>The name of the last column: per row, one bit a <see cref="NanReason"/> that some feature of the row has; 0 = all have
    /// values.</summary>
    public const string HistoryState = "history_state";

    private readonly FeatureSources _sources;

    internal FeaturePlan(FeatureSet set, FeatureSources sources, PlanDraft draft)
    {
        _sources = sources;
        Features = [.. draft.Features.Select(made => made.Feature)];
        Operations = [.. draft.Features.Select(made => made.Operation)];
        Columns =
        [
            .. draft.Features.Select(made => new BlockColumn(
                made.Feature.Name, made.Labels is null ? made.Stored ?? set.Defaults.Type : ColumnType.Label, made.Labels)),
            new BlockColumn(HistoryState, ColumnType.UInt8),
        ];
        StateLength = Operations.Sum(operation => operation.StateLength);
        Presence = draft.Presence;
        Shares = [.. draft.Shares];
        Hash = HashOf(set, Features);
    }

    private FeaturePlan(FeaturePlan plan, Func<Feature, bool> isKept)
    {
        int[] kept = [.. Enumerable.Range(0, plan.Features.Length).Where(at => isKept(plan.Features[at]))];
        _sources = plan._sources;
        Features = [.. kept.Select(at => plan.Features[at])];
        Operations = [.. kept.Select(at => plan.Operations[at])];
        Columns = [.. kept.Select(at => plan.Columns[at]), plan.Columns[^1]];
        StateLength = Operations.Sum(operation => operation.StateLength);
        Presence = plan.Presence;
        Shares = plan.Shares;
        Hash = plan.Hash;
    }

    /// <summary>The features, in the order of their columns.</summary>
    public ImmutableArray<Feature> Features { get; }

    /// <summary>The features' columns, then <see cref="HistoryState"/>.</summary>
    public ImmutableArray<BlockColumn> Columns { get; }

    /// <summary>The doubles a series carries from call to call.</summary>
    public int StateLength { get; }

    /// <summary>SHA-256 over frequency, type of numbers, names and canonical forms, in lower-case hexadecimal.</summary>
    public string Hash { get; }

    internal ImmutableArray<Operation> Operations { get; }

    internal PresencePlan? Presence { get; }

    /// <summary>The columns of the panel that hold shares from 0 to 1.</summary>
    internal ImmutableArray<int> Shares { get; }

    /// <summary>Compiles a feature set for what is there; mistakes are findings, never exceptions.</summary>
    public static FeatureCompilation Compile(FeatureSet set, FeatureSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var draft = Draft(set, sources);
        var plan = draft.Findings.Count == 0 ? new FeaturePlan(set, sources, draft) : null;
        return new FeatureCompilation(plan, [.. draft.Findings], [.. draft.Notes]) { Remarks = [.. draft.Remarks] };
    }

    /// <summary>The mistakes a feature set has whatever the sources are.</summary>
    public static ImmutableArray<FeatureFinding> Check(FeatureSet set) => [.. Draft(set, sources: null).Findings];

    /// <summary>The same definition, for rows that do not repeat what is static.</summary>
    public FeaturePlan WithoutStatics() => new(this, feature => !feature.IsStatic);

    /// <summary>A worker for series of this panel.</summary>
    /// <exception cref="ArgumentException">The panel's columns are not those the plan was compiled for, or attributes are not one a
    /// series.</exception>
    public FeatureWorker CreateWorker(SeriesPanel panel, SeriesAttributes attributes)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(attributes);
        if (!panel.Columns.SequenceEqual(_sources.Columns))
            throw new ArgumentException($"The plan is for columns {string.Join(", ", _sources.Columns)}.", nameof(panel));
        if (attributes.Locations.Length != 0 && attributes.Locations.Length != panel.SeriesCount)
            throw new ArgumentException("One location a series.", nameof(attributes));
        if (attributes.Statics.Any(values => values.Length != panel.SeriesCount))
            throw new ArgumentException("One static value a series and column.", nameof(attributes));
        return new FeatureWorker(this, panel, attributes);
    }

    /// <summary>A worker for series that grow row by row.</summary>
    /// <param name="grid">The grid of the series.</param>
    /// <param name="attributes">What is known of each series besides.</param>
    /// <param name="correctable">How many of the last rows of a series can be corrected; each costs 8 bytes a column.</param>
    /// <exception cref="NotSupportedException">A feature of the plan reads rows to come.</exception>
    public OnlineWorker CreateOnlineWorker(TimeGrid grid, SeriesAttributes attributes, int correctable = 28)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        ArgumentOutOfRangeException.ThrowIfNegative(correctable);
        var ahead = Features.Where((_, feature) => Operations[feature].LooksAhead).Select(feature => feature.Name).ToArray();
        if (ahead.Length > 0)
            throw new NotSupportedException(
                $"{string.Join(", ", ahead)}: read rows to come, which a series that grows row by row does not have; leave them out.");
        return new OnlineWorker(this, _sources.Columns.Length, grid, attributes, correctable);
    }

    private static PlanDraft Draft(FeatureSet set, FeatureSources? sources)
    {
        ArgumentNullException.ThrowIfNull(set);
        var draft = new PlanDraft();
        draft.Presence = PresencePlan.Of(set, sources, draft);
        for (var index = 0; index < set.Entries.Length; index++)
        {
            var entry = set.Entries[index];
            if (FeatureCatalog.Find(entry.Type) is not { } type)
            {
                var names = FeatureCatalog.All.Select(known => known.Name).ToArray();
                var hint = Nearest.Hint(entry.Type, names);
                draft.Findings.Add(new(index, "type", $"'{entry.Type}' is no feature type; there are {string.Join(", ", names)}.{hint}"));
            }
            else if (HasRightShape(entry, type, index, draft)) Compile(set, sources, index, type, draft);
        }

        return draft;
    }

    private static void Compile(FeatureSet set, FeatureSources? sources, int index, FeatureType type, PlanDraft draft)
    {
        var first = draft.Features.Count;
        type.Compile(new EntryCompiler(set, sources, index, type, draft));
        HorizonVariants.Add(set, index, draft, first, delay =>
        {
            var later = new PlanDraft();
            type.Compile(new EntryCompiler(set, sources, index, type, later, delay));
            return later;
        });
    }

    private static bool HasRightShape(FeatureEntry entry, FeatureType type, int index, PlanDraft draft)
    {
        var before = draft.Findings.Count;
        var keys = type.Parameters.Select(parameter => parameter.Key).ToArray();
        foreach (var (key, value) in entry.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var parameter = type.Parameters.FirstOrDefault(known => known.Key == key);
            if (parameter is null) Add(key, $"is not a key of {type.Name}; it has {string.Join(", ", keys)}.{Nearest.Hint(key, keys)}");
            else if (!parameter.Shape.Holds(value)) Add(key, $"must be {parameter.Range}, not {value}.");
        }

        foreach (var parameter in type.Parameters)
            if (parameter.Preset is null && !entry.Parameters.ContainsKey(parameter.Key))
                Add(parameter.Key, $"is missing; {type.Name} needs {parameter.Range}.");
        return draft.Findings.Count == before;

        void Add(string key, string message) => draft.Findings.Add(new(index, key, message));
    }

    private static string HashOf(FeatureSet set, ImmutableArray<Feature> features)
    {
        var text = new StringBuilder($"frequency {set.Frequency.Name}\ntype {set.Defaults.Type}\n");
        if (set.TimeZone is { } zone) text.Append($"time_zone {zone}\n");
        if (set.Presence is { } presence) text.Append($"presence {presence.Canonical}\n");
        foreach (var feature in features) text.Append(feature.Name).Append(" = ").Append(feature.Canonical).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
