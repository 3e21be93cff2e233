using System.Text.RegularExpressions;
using SecretMagic.Features;

namespace SecretMagic.Cli;

/// <summary>A name of columns as the catalog gives it, such as <c>ma_{window}</c>.</summary>
/// <param name="Type">The type whose columns it names.</param>
/// <param name="Text">The name, placeholders in braces.</param>
internal sealed partial record ColumnTemplate(FeatureType Type, string Text)
{
    /// <summary>The template that fits a column with the most letters of its own: <c>ema_span_7</c> is an <c>ema_span_{span}</c>, not an
    /// <c>ema_{alpha}</c>. A template without letters fits every name, so it says nothing.</summary>
    public static ColumnTemplate? Find(string column) => FeatureCatalog.All
        .SelectMany(type => type.Names.Select(name => new ColumnTemplate(type, name)))
        .Where(template => template.Letters > 0 && template.Fits(column))
        .MaxBy(template => template.Letters);

    private int Letters => Slot().Replace(Text, "").Length;

    private bool Fits(string column)
    {
        var parts = Slot().Split(Text).Select(Regex.Escape);
        return Regex.IsMatch(column, $"^{string.Join(".+", parts)}$", RegexOptions.NonBacktracking, Timeout.InfiniteTimeSpan);
    }

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Slot();
}
