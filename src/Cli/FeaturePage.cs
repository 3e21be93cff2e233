using SecretMagic.Features;
using SecretMagic.Pipeline;
using Spectre.Console;

namespace SecretMagic.Cli;

/// <summary>The catalog for people: the words of <see cref="FeatureCatalog"/>, from which docs/FEATURE_ENGINEERING.md is made too.</summary>
internal static class FeaturePage
{
    /// <summary>A line a type.</summary>
    public static void List(TextWriter output)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("name", "kind", "what it is");
        foreach (var type in FeatureCatalog.All) table.AddRow(new Text(type.Name), new Text(KindOf(type)), new Text(type.Summary));
        var console = ReportConsole.Create(output);
        console.Write(table);
        console.WriteLine("secretmagic features explain NAME tells the value, what a missing one means, and the keys.");
    }

    /// <summary>All that the catalog says of a type.</summary>
    /// <param name="output">Where it is written.</param>
    /// <param name="type">The type.</param>
    /// <param name="asked">What was asked for: the type's name, or that of one of its columns.</param>
    public static void Explain(TextWriter output, FeatureType type, string asked)
    {
        var console = ReportConsole.Create(output);
        console.WriteLine(asked == type.Name ? type.Name : $"{asked}: a column of {type.Name}");
        console.WriteLine();
        var facts = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        Add("what", type.Summary);
        Add("kind", KindOf(type));
        Add("columns", string.Join(", ", type.Names));
        Add("value", type.Formula);
        Add("missing", type.NanMeaning);
        Add("cost", type.Cost);
        Add("example", type.Example);
        console.Write(facts);
        if (type.Parameters.IsEmpty) return;

        var keys = new Table().Border(TableBorder.Simple).AddColumns("key", "values", "default", "meaning");
        keys.Columns[0].NoWrap();
        foreach (var parameter in type.Parameters)
            keys.AddRow(new Text(parameter.Key), new Text(parameter.Range), new Text(parameter.Preset ?? "must be given"), new Text(parameter.Meaning));
        console.Write(keys);

        void Add(string name, string text) => facts.AddRow(new Text(name), new Text(text));
    }

    /// <summary>A column that no type makes.</summary>
    public static void Explain(TextWriter output, PlainColumn column)
    {
        var console = ReportConsole.Create(output);
        console.WriteLine($"{column.Name}: a column of every feature file");
        console.WriteLine();
        var facts = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        facts.AddRow(new Text("what"), new Text(column.Meaning));
        facts.AddRow(new Text("kind"), new Text(column.Kind));
        facts.AddRow(new Text("missing"), new Text(column.NanMeaning ?? "Never."));
        console.Write(facts);
    }

    private static string KindOf(FeatureType type) => type.Kind.ToString().ToLowerInvariant();
}
