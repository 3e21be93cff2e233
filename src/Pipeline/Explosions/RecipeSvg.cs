namespace SecretMagic.Pipeline;

/// <summary>
/// Draws a recipe as SVG: layers from the dish at the left to what is bought at the right, a line for each line of a recipe. Items of a layer stand
/// where the items that need them are, on the average, so that few lines cross. The same recipe gives the same bytes.
/// </summary>
public static class RecipeSvg
{
    private const double BoxWidth = 190, BoxHeight = 38, ColumnGap = 150, RowGap = 16, Margin = 24, Top = 58, Letter = 7.2;
    private const string Ink = "#24292f", Quiet = "#57606a", Edge = "#8c959f";
    private const string Made = "#cfe5f5", Bought = "#d3eadf", Dish = "#fbe7a8";

    /// <summary>The SVG document.</summary>
    public static string Draw(RecipePicture picture)
    {
        var columns = Columns(picture);
        var rows = columns.Max(column => column.Count);
        var (width, height) = (2 * Margin + columns.Count * (BoxWidth + ColumnGap) - ColumnGap, Top + rows * (BoxHeight + RowGap) + Margin);
        var places = new Dictionary<string, (double X, double Y)>(StringComparer.Ordinal);
        for (var column = 0; column < columns.Count; column++)
        {
            var first = Top + (rows - columns[column].Count) * (BoxHeight + RowGap) / 2;
            for (var row = 0; row < columns[column].Count; row++)
                places[columns[column][row].Item] = (Margin + column * (BoxWidth + ColumnGap), first + row * (BoxHeight + RowGap));
        }

        var svg = new SvgText();
        var (w, h) = (SvgText.Number(width), SvgText.Number(height));
        svg.Open("svg", $"xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" "
            + "font-family=\"system-ui, 'Segoe UI', 'Liberation Sans', Arial, sans-serif\" font-size=\"12\"");
        svg.Element("title", $"", $"Recipe of {picture.Root}");
        svg.Element("rect", $"width=\"100%\" height=\"100%\" fill=\"#ffffff\"");
        svg.Element("text", $"x=\"{Margin}\" y=\"32\" font-size=\"17\" font-weight=\"600\" fill=\"{Ink}\"", Title(picture));
        foreach (var edge in picture.Edges) Line(svg, places[edge.Parent], places[edge.Component]);
        foreach (var node in picture.Nodes) Box(svg, node, places[node.Item], node.Item == picture.Root ? Dish : node.IsBought ? Bought : Made);
        foreach (var edge in picture.Edges) Label(svg, edge.Text, places[edge.Parent], places[edge.Component]);
        svg.Close("svg");
        return svg.ToString();
    }

    private static string Title(RecipePicture picture)
    {
        var name = picture.Nodes[0].Name is { } known ? $"{picture.Root} {known}" : picture.Root;
        return $"{name}: {picture.Nodes.Count(node => !node.IsBought)} recipes, {picture.Nodes.Count(node => node.IsBought)} bought items";
    }

    /// <summary>The items of each layer, in the order in which they stand.</summary>
    private static List<List<RecipePicture.Node>> Columns(RecipePicture picture)
    {
        var parents = picture.Edges.ToLookup(edge => edge.Component, edge => edge.Parent, StringComparer.Ordinal);
        var heights = new Dictionary<string, double>(StringComparer.Ordinal);
        var columns = new List<List<RecipePicture.Node>>();
        foreach (var layer in picture.Nodes.GroupBy(node => node.Layer).OrderBy(layer => layer.Key))
        {
            var column = layer
                .OrderBy(node => parents[node.Item].Select(parent => heights.GetValueOrDefault(parent)).DefaultIfEmpty(0.5).Average())
                .ThenBy(node => node.Item, StringComparer.Ordinal).ToList();
            for (var row = 0; row < column.Count; row++) heights[column[row].Item] = (row + 0.5) / column.Count;
            columns.Add(column);
        }

        return columns;
    }

    private static void Box(SvgText svg, RecipePicture.Node node, (double X, double Y) at, string fill)
    {
        svg.Element("rect", $"x=\"{at.X}\" y=\"{at.Y}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\" rx=\"6\" fill=\"{fill}\" stroke=\"{Edge}\"");
        var middle = at.X + BoxWidth / 2;
        if (node.Name is null)
        {
            svg.Element("text", $"x=\"{middle}\" y=\"{at.Y + 23}\" text-anchor=\"middle\" fill=\"{Ink}\"", Cut(node.Item));
            return;
        }

        svg.Element("text", $"x=\"{middle}\" y=\"{at.Y + 16}\" text-anchor=\"middle\" fill=\"{Ink}\"", Cut(node.Name));
        svg.Element("text", $"x=\"{middle}\" y=\"{at.Y + 31}\" text-anchor=\"middle\" font-size=\"10\" fill=\"{Quiet}\"", Cut(node.Item));
    }

    private static void Line(SvgText svg, (double X, double Y) parent, (double X, double Y) component)
    {
        var (x1, y1, x2, y2) = Ends(parent, component);
        var bend = (x2 - x1) / 2;
        var path = $"M{SvgText.Number(x1)} {SvgText.Number(y1)} C{SvgText.Number(x1 + bend)} {SvgText.Number(y1)} "
            + $"{SvgText.Number(x2 - bend)} {SvgText.Number(y2)} {SvgText.Number(x2)} {SvgText.Number(y2)}";
        svg.Element("path", $"d=\"{path}\" fill=\"none\" stroke=\"{Edge}\" stroke-width=\"1.2\"");
    }

    /// <summary>On its line, where neither the lines of one parent nor those to one component lie close together.</summary>
    private static void Label(SvgText svg, string text, (double X, double Y) parent, (double X, double Y) component)
    {
        const double Along = 0.6;
        var (x1, y1, x2, y2) = Ends(parent, component);
        var rise = Along * Along * (3 - 2 * Along);
        var across = 1.5 * Along * (1 - Along) + Along * Along * Along;
        var (x, y) = (x1 + (x2 - x1) * across, y1 + (y2 - y1) * rise);
        svg.Element(
            "text",
            $"x=\"{x}\" y=\"{y + 4}\" text-anchor=\"middle\" font-size=\"11\" fill=\"{Quiet}\" stroke=\"#ffffff\" stroke-width=\"4\" paint-order=\"stroke\"",
            text);
    }

    private static (double X1, double Y1, double X2, double Y2) Ends((double X, double Y) parent, (double X, double Y) component) =>
        (parent.X + BoxWidth, parent.Y + BoxHeight / 2, component.X, component.Y + BoxHeight / 2);

    private static string Cut(string text)
    {
        const int Most = (int)(BoxWidth / Letter);
        return text.Length <= Most ? text : text[..(Most - 1)].TrimEnd() + "…";
    }
}
