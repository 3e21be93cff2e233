using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>A plan while its entries are compiled.</summary>
internal sealed class PlanDraft
{
    private static readonly string[] Reserved = ["series_id", "timestamp", "target", FeaturePlan.HistoryState];

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _meanings = new(StringComparer.Ordinal);

    public List<(Feature Feature, Operation Operation, Labels? Labels, ColumnType? Stored)> Features { get; } = [];

    public PresencePlan? Presence { get; set; }

    /// <summary>The columns that hold shares.</summary>
    public SortedSet<int> Shares { get; } = [];

    public List<FeatureFinding> Findings { get; } = [];

    public List<FeatureFinding> Notes { get; } = [];

    /// <summary>What a reader should know of features that are there.</summary>
    public List<FeatureFinding> Remarks { get; } = [];

    public void Add(int entry, Feature feature, Operation operation, Labels? labels, ColumnType? stored)
    {
        if (Refusal(feature.Name, feature.Type) is { } refusal) Findings.Add(new(entry, "name", refusal));
        else
        {
            Features.Add((feature, operation, labels, stored));
            if (!_meanings.TryAdd(operation.Meaning ?? feature.Canonical, feature.Name))
                Remarks.Add(new(entry, null, $"{feature.Name} equals {_meanings[operation.Meaning ?? feature.Canonical]}: the same value on every row"));
        }
    }

    private string? Refusal(string name, string type)
    {
        if (name.Length is 0 or > 128 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-'))
            return $"'{name}' cannot be a column: names have up to 128 letters, digits, underscores, dots and dashes.";
        if (Reserved.Contains(name, StringComparer.OrdinalIgnoreCase)) return $"'{name}' is a column of its own; choose another name.";
        if (_names.Add(name)) return null;
        return FeatureCatalog.Find(type) is { } known && known.Parameters.All(parameter => parameter.Key != "name")
            ? $"Two features are called '{name}'; {type} names its columns itself: leave one of the entries out."
            : $"Two features are called '{name}'; give one entry a name of its own, such as name: \"my_{name}\".";
    }
}
