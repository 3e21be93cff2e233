using System.Collections.Immutable;
using System.Globalization;
using SecretMagic.Bom;

namespace SecretMagic.Pipeline;

/// <summary>The recipe of an item on one day at one site, down to what is bought, as a graph that people look at.</summary>
/// <param name="Root">The item.</param>
/// <param name="Nodes">Every item of it, the root first, then layer by layer.</param>
/// <param name="Edges">Its lines, parallel ones as one.</param>
public sealed record RecipePicture(string Root, ImmutableArray<RecipePicture.Node> Nodes, ImmutableArray<RecipePicture.Edge> Edges)
{
    /// <summary>The most items that a picture is readable with.</summary>
    public const int MostNodes = 150;

    /// <summary>The lines below an item; isolated items are shown without theirs.</summary>
    internal static RecipePicture Of(BomBook book, ImmutableArray<string> isolated, string root, DateOnly day, string site)
    {
        var leftOut = isolated.ToHashSet(StringComparer.Ordinal);
        var lines = book.Lines.Where(line => !leftOut.Contains(line.Parent) && Holds(line, day, site)).GroupBy(line => line.Parent, StringComparer.Ordinal)
            .ToDictionary(recipe => recipe.Key, recipe => recipe.ToArray(), StringComparer.Ordinal);
        var layers = Layers(lines, root);
        var items = book.Items.ToDictionary(item => item.Code, StringComparer.Ordinal);
        var nodes = layers.OrderBy(layer => layer.Value).ThenBy(layer => layer.Key, StringComparer.Ordinal)
            .Select(layer => new Node(
                layer.Key, items.GetValueOrDefault(layer.Key)?.Name, layer.Value, !lines.ContainsKey(layer.Key)))
            .ToImmutableArray();
        var edges = nodes.Where(node => lines.ContainsKey(node.Item))
            .SelectMany(node => lines[node.Item].GroupBy(line => line.Component).Select(parallel => new Edge(
                node.Item, parallel.Key, string.Join(" and ", parallel.Select(line => Text(line, items.GetValueOrDefault(line.Component)?.Unit))))))
            .ToImmutableArray();
        return new RecipePicture(root, nodes, edges);
    }

    private static bool Holds(in BomLine line, DateOnly day, string site) =>
        !line.Stop && (line.ValidFrom is not { } from || day >= from) && (line.ValidTo is not { } to || day < to)
        && line.OnlyAt?.Contains(site) != false && line.NotAt?.Contains(site) != true;

    /// <summary>The longest way down to each item: a dish above all it is made of. The lines have no cycle.</summary>
    private static Dictionary<string, int> Layers(Dictionary<string, BomLine[]> lines, string root)
    {
        var order = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { root };
        var path = new Stack<(string Item, int Next)>();
        path.Push((root, 0));
        while (path.TryPop(out var at))
        {
            if (lines.TryGetValue(at.Item, out var recipe) && at.Next < recipe.Length)
            {
                path.Push((at.Item, at.Next + 1));
                if (seen.Add(recipe[at.Next].Component)) path.Push((recipe[at.Next].Component, 0));
            }
            else order.Add(at.Item);
        }

        var layers = order.ToDictionary(item => item, _ => 0, StringComparer.Ordinal);
        for (var i = order.Count - 1; i >= 0; i--)
        {
            if (!lines.TryGetValue(order[i], out var recipe)) continue;
            foreach (var line in recipe) layers[line.Component] = Math.Max(layers[line.Component], layers[order[i]] + 1);
        }

        return layers;
    }

    private static string Text(in BomLine line, string? unit)
    {
        var quantity = line.Quantity * line.Pieces / line.Per;
        var text = quantity.ToString("0.####", CultureInfo.InvariantCulture);
        if ((line.Unit ?? unit) is { } named) text += " " + named;
        if (line.Fixed > 0) text += string.Create(CultureInfo.InvariantCulture, $" + {line.Fixed:0.####} a day");
        if (line.Scrap != 0) text += string.Create(CultureInfo.InvariantCulture, $", scrap {100 * line.Scrap:0.##} %");
        if (line.Yield != 1) text += string.Create(CultureInfo.InvariantCulture, $", yield {100 * line.Yield:0.##} %");
        return text;
    }

    /// <summary>An item of the recipe.</summary>
    /// <param name="Item">Its code.</param>
    /// <param name="Name">Its name; null where the item list has none.</param>
    /// <param name="Layer">The longest way down to it.</param>
    /// <param name="IsBought">It has no recipe on the day.</param>
    public sealed record Node(string Item, string? Name, int Layer, bool IsBought);

    /// <summary>A line of the recipe.</summary>
    /// <param name="Parent">What is made.</param>
    /// <param name="Component">What it is made of.</param>
    /// <param name="Text">The quantity for one of the parent, with losses.</param>
    public sealed record Edge(string Parent, string Component, string Text);
}
