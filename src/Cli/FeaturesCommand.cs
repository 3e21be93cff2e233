using System.CommandLine;
using SecretMagic.Features;
using SecretMagic.Pipeline;

namespace SecretMagic.Cli;

/// <summary><c>secretmagic features</c>: the catalog of feature types, in its own words.</summary>
internal static class FeaturesCommand
{
    public static Command Create(TextWriter output)
    {
        var list = new Command("list", "Every feature type with its kind and what it is.");
        list.SetAction((_, _) =>
        {
            FeaturePage.List(output);
            return Task.FromResult(0);
        });

        var name = new Argument<string>("NAME") { Description = "a type such as ma, or a column such as ma_28" };
        var explain = new Command("explain", "One feature type: columns, value, what a missing value means, cost, an example, keys.") { name };
        explain.SetAction((parsed, _) =>
        {
            var wanted = parsed.GetRequiredValue(name);
            if (PlainColumn.Find(wanted) is { } plain) FeaturePage.Explain(output, plain);
            else FeaturePage.Explain(output, TypeOf(wanted), wanted);
            return Task.FromResult(0);
        });
        return new Command("features", "What features there are and what each means.") { list, explain };
    }

    /// <summary>The type of this name, or that has a column of this name.</summary>
    private static FeatureType TypeOf(string name)
    {
        if ((FeatureCatalog.Find(name) ?? ColumnTemplate.Find(name)?.Type) is { } type) return type;
        var names = FeatureCatalog.All.Select(known => known.Name)
            .Concat(FeatureCatalog.All.SelectMany(known => known.Names).Where(column => !column.Contains('{')))
            .Concat(PlainColumn.All.Select(column => column.Name));
        throw new InputException(
            $"there is no feature type '{name}', and none has a column of this name.{Nearest.Hint(name, names)} 'secretmagic features list' shows all.");
    }
}
