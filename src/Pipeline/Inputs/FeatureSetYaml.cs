using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using SecretMagic.Features;
using SecretMagic.Series;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SecretMagic.Pipeline;

/// <summary>Turns the YAML of a feature set into values; knows lines and YAML, not what features mean.</summary>
internal sealed partial class FeatureSetYaml(string fileName)
{
    private const int DeepestNesting = 16, DeepestYaml = 64;

    private static readonly string[] Keys =
    [
        "feature_set", "frequency", "time_zone", "horizons", "presence", "features", "defaults", "pooled", "duplicates", "infinite",
    ];
    private static readonly string[] PresenceKeys = ["stock", "is_open", "listed_from", "listed_to", "stock_out"];
    private static readonly string[] DefaultKeys = ["nan_strategy", "min_samples", "shift", "dtype"];
    private static readonly string[] PooledKeys = ["name", "of", "by", "how", "leave_out", "window", "shift"];

    public FeatureSetFile Parse(string text)
    {
        var root = Root(text);
        var top = Map(root, null, Keys);
        var (lines, keyLines) = (ImmutableArray.CreateBuilder<long>(), ImmutableArray.CreateBuilder<ImmutableDictionary<string, long>>());
        var entries = ImmutableArray.CreateBuilder<FeatureEntry>();
        foreach (var node in Entries(top, root))
        {
            var entry = Map(node, "features", null);
            lines.Add(node.Start.Line);
            keyLines.Add(entry.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Start.Line));
            if (!entry.TryGetValue("type", out var type)) throw Error(node, "type", "An entry names its type, such as type: lag.");
            entries.Add(new FeatureEntry(
                Text(type, "type"),
                entry.Remove("type").ToImmutableDictionary(pair => pair.Key, pair => Value(pair.Value, pair.Key))));
        }

        var set = new FeatureSet
        {
            Id = Id(top, root),
            Frequency = Grid(top, root),
            TimeZone = Zone(top, Grid(top, root)),
            Horizons = Horizons(top),
            Presence = Presence(top),
            Entries = entries.ToImmutable(),
            Defaults = Defaults(top),
            Pooled = Pooled(top),
            Duplicates = OneOf(top, "duplicates", DuplicatePolicy.Error),
            Infinite = OneOf(top, "infinite", InfinitePolicy.Error),
        };
        return new FeatureSetFile
        {
            Set = set,
            FileName = fileName,
            EntryLines = lines.ToImmutable(),
            KeyLines = keyLines.ToImmutable(),
            TopLines = top.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Start.Line),
        };
    }

    private YamlNode Root(string text)
    {
        try
        {
            Bound(new Parser(new StringReader(text)));
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1
                ? stream.Documents[0].RootNode
                : throw new InputException("A feature set is one YAML document; this file has none or several.", fileName, 1);
        }
        catch (YamlException error)
        {
            throw new InputException($"The file is not valid YAML: {error.Message}", fileName, error.Start.Line);
        }
    }

    /// <summary>The loader goes down by recursion, and what repeats itself grows without end: both are seen before it begins.</summary>
    private void Bound(Parser parser)
    {
        for (var depth = 0; parser.MoveNext();)
        {
            var seen = parser.Current!;
            if (seen is AnchorAlias) throw new InputException("It has an alias: write the value out.", fileName, seen.Start.Line);
            depth += seen.NestingIncrease;
            if (depth > DeepestYaml) throw new InputException($"It is nested deeper than {DeepestYaml} levels.", fileName, seen.Start.Line);
        }
    }

    private IEnumerable<YamlNode> Entries(ImmutableDictionary<string, YamlNode> top, YamlNode root)
    {
        if (!top.TryGetValue("features", out var node)) throw Error(root, "features", "is missing: the list of features.");
        return node is YamlSequenceNode { Children: { Count: > 0 } items }
            ? items
            : throw Error(node, "features", "must be a list with an entry or more.");
    }

    private string Id(ImmutableDictionary<string, YamlNode> top, YamlNode root)
    {
        if (!top.TryGetValue("feature_set", out var node))
            throw Error(root, "feature_set", "is missing: the name of the feature set, such as demand_v1.");
        var id = Text(node, "feature_set");
        return IdPattern().IsMatch(id)
            ? id
            : throw Error(node, "feature_set", $"'{id}' must be a lower-case letter, then letters, digits and underscores, up to 63.");
    }

    private Frequency Grid(ImmutableDictionary<string, YamlNode> top, YamlNode root)
    {
        var expected = $"one of {string.Join(", ", Frequency.All)}";
        if (!top.TryGetValue("frequency", out var node)) throw Error(root, "frequency", $"is missing: {expected}.");
        var name = Text(node, "frequency");
        return Frequency.TryParse(name, out var frequency)
            ? frequency
            : throw Error(node, "frequency", $"must be {expected}, not '{name}'.");
    }

    private string? Zone(ImmutableDictionary<string, YamlNode> top, Frequency frequency)
    {
        if (!top.TryGetValue("time_zone", out var node)) return null;
        var name = Text(node, "time_zone");
        if (frequency.IsDated)
            throw Error(node, "time_zone", $"has no meaning on a grid of {frequency}: its timestamps are local business dates. Leave it out.");
        return ZoneSource.Knows(name)
            ? name
            : throw Error(node, "time_zone", $"'{name}' is no zone this machine knows, such as Europe/Berlin (a system without zones needs tzdata).");
    }

    private ImmutableArray<int> Horizons(ImmutableDictionary<string, YamlNode> top)
    {
        const int Longest = 10_000;
        if (!top.TryGetValue("horizons", out var node)) return [];
        var shape = $"a list of whole numbers from 1 to {Longest}, such as [7, 14]";
        if (Value(node, "horizons") is not ParameterValue.Items { Values: { Length: > 0 } items }) throw Error(node, "horizons", $"must be {shape}.");
        foreach (var item in items)
            if (item is not ParameterValue.Number { Value: >= 1 and <= Longest and var steps } || Math.Floor(steps) != steps)
                throw Error(node, "horizons", $"must be {shape}, not {item}.");
        return [.. items.Select(item => (int)((ParameterValue.Number)item).Value).Distinct().Order()];
    }

    private PresenceColumns? Presence(ImmutableDictionary<string, YamlNode> top)
    {
        if (!top.TryGetValue("presence", out var node)) return null;
        var map = Map(node, "presence", PresenceKeys);
        return new PresenceColumns
        {
            Stock = Name("stock"),
            IsOpen = Name("is_open"),
            ListedFrom = Name("listed_from"),
            ListedTo = Name("listed_to"),
            CountsStockOuts = Name("stock_out") switch
            {
                null or "censored" => false,
                "observed" => true,
                var other => throw Error(map["stock_out"], "stock_out", $"must be censored or observed, not '{other}'."),
            },
        };

        string? Name(string key) => map.TryGetValue(key, out var value) ? Text(value, key) : null;
    }

    private FeatureDefaults Defaults(ImmutableDictionary<string, YamlNode> top)
    {
        if (!top.TryGetValue("defaults", out var node)) return new FeatureDefaults();
        var defaults = Map(node, "defaults", DefaultKeys);
        return new FeatureDefaults
        {
            Strategy = OneOf(defaults, "nan_strategy", NanStrategy.Missing),
            MinSamples = Whole(defaults, "min_samples", 1, 1),
            Shift = Whole(defaults, "shift", 0, 0),
            Type = OneOf(defaults, "dtype", ColumnType.Float32, ColumnType.Float32, ColumnType.Float64),
        };
    }

    private ImmutableArray<PooledColumn> Pooled(ImmutableDictionary<string, YamlNode> top)
    {
        if (!top.TryGetValue("pooled", out var node)) return [];
        if (node is not YamlSequenceNode list) throw Error(node, "pooled", "must be a list, such as - { name: item_mean, by: item, how: mean }.");
        var names = new HashSet<string>(StringComparer.Ordinal) { "target" };
        var pooled = ImmutableArray.CreateBuilder<PooledColumn>();
        foreach (var item in list.Children)
        {
            var map = Map(item, "pooled", PooledKeys);
            if (!map.TryGetValue("name", out var name)) throw Error(item, "name", "is missing: the name by which features read the column.");
            if (!IdPattern().IsMatch(Text(name, "name")))
                throw Error(name, "name", $"'{Text(name, "name")}' must be a lower-case letter, then letters, digits and underscores, up to 63.");
            if (!names.Add(Text(name, "name"))) throw Error(name, "name", $"'{Text(name, "name")}' is the name of another column.");
            pooled.Add(new PooledColumn
            {
                Name = Text(name, "name"),
                Of = map.TryGetValue("of", out var of) ? Text(of, "of") : "target",
                By = map.TryGetValue("by", out var by) ? Text(by, "by") : null,
                How = OneOf(map, "how", PooledStatistic.Mean),
                LeavesOut = map.TryGetValue("leave_out", out var leave) && (Value(leave, "leave_out") is ParameterValue.Flag { Value: var leaves }
                    ? leaves
                    : throw Error(leave, "leave_out", "must be true or false.")),
                Window = Whole(map, "window", 1, 1),
                Shift = Whole(map, "shift", 0, 0),
            });
        }

        return names.Overlaps(pooled.Select(column => column.Of).Except(["target"]))
            ? throw Error(node, "pooled", "a pooled column is made of a column of the data, not of another pooled one.")
            : pooled.ToImmutable();
    }

    private T OneOf<T>(ImmutableDictionary<string, YamlNode> map, string key, T preset, params T[] names)
        where T : struct, Enum
    {
        if (!map.TryGetValue(key, out var node)) return preset;
        var text = Text(node, key);
        var values = names.Length == 0 ? Enum.GetValues<T>() : names;
        string[] known = [.. values.Select(value => value.ToString().ToLowerInvariant())];
        var at = Array.IndexOf(known, text);
        return at >= 0 ? values[at] : throw Error(node, key, $"must be one of {string.Join(", ", known)}, not '{text}'.");
    }

    private int Whole(ImmutableDictionary<string, YamlNode> map, string key, int least, int preset)
    {
        if (!map.TryGetValue(key, out var node)) return preset;
        return Value(node, key) is ParameterValue.Number { Value: var number } && number >= least && number <= 1_000_000
            && Math.Floor(number) == number
            ? (int)number
            : throw Error(node, key, $"must be a whole number from {least} on, not {Value(node, key)}.");
    }

    /// <summary>A mapping by its keys; with <paramref name="known"/>, no others.</summary>
    private ImmutableDictionary<string, YamlNode> Map(YamlNode node, string? key, string[]? known)
    {
        if (node is not YamlMappingNode map) throw Error(node, key, "must be keys with values, such as key: value.");
        var pairs = ImmutableDictionary.CreateBuilder<string, YamlNode>();
        foreach (var (name, value) in map.Children)
        {
            var text = Text(name, key);
            if (known is not null && !known.Contains(text))
                throw Error(name, text, $"is not a key of {key ?? "a feature set"}; there are {string.Join(", ", known)}.");
            pairs[text] = value;
        }

        return pairs.ToImmutable();
    }

    private ParameterValue Value(YamlNode node, string key, int depth = 0) => node switch
    {
        _ when depth > DeepestNesting => throw Error(node, key, "is nested too deeply."),
        YamlSequenceNode list => new ParameterValue.Items([.. list.Children.Select(item => Value(item, key, depth + 1))]),
        YamlMappingNode map => new ParameterValue.Map(
            [.. map.Children.Select(pair => KeyValuePair.Create(Text(pair.Key, key), Value(pair.Value, key, depth + 1)))]),
        YamlScalarNode { Style: not ScalarStyle.Plain, Value: var quoted } => new ParameterValue.Text(quoted ?? ""),
        YamlScalarNode { Value: "true" or "True" or "TRUE" } => new ParameterValue.Flag(true),
        YamlScalarNode { Value: "false" or "False" or "FALSE" } => new ParameterValue.Flag(false),
        YamlScalarNode { Value: null or "~" or "null" } => new ParameterValue.Text(""),
        YamlScalarNode { Value: var text } when NumberPattern().IsMatch(text) =>
            new ParameterValue.Number(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        YamlScalarNode { Value: var text } => new ParameterValue.Text(text),
        _ => throw Error(node, key, "must be a value, a list or keys with values."),
    };

    private string Text(YamlNode node, string? key) =>
        node is YamlScalarNode { Value: { Length: > 0 } text } ? text : throw Error(node, key, "must be a text.");

    private InputException Error(YamlNode node, string? key, string problem) => new(problem, fileName, node.Start.Line, key);

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,62}\z", RegexOptions.None, 1000)]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberPattern();
}
