namespace SecretMagic.Pipeline;

/// <summary>
/// Draws a recipe as SVG: layers from the dish at the left to what is bought at the right, a curve for each line of a recipe. Items of a layer stand
/// where the items that need them are, on the average, so that few curves cross; a curve that passes a layer has a place of its own there. The same
/// recipe gives the same bytes.
/// </summary>
public static class RecipeSvg
{
    private const double BoxWidth = 200, BoxHeight = 38, ColumnGap = 160, RowGap = 16, PassHeight = 14, Margin = 24, Top = 58, TitleLetter = 10;
    private const string Ink = "#24292f", Quiet = "#57606a", Stroke = "#8c959f";
    private const string Made = "#cfe5f5", Bought = "#d3eadf", Dish = "#fbe7a8";

    /// <summary>The SVG document.</summary>
    public static string Draw(RecipePicture picture)
    {
        var columns = Columns(picture);
        var heights = columns.ConvertAll(column => column.Sum(slot => slot.Height + RowGap));
        var title = Title(picture);
        var width = Math.Max(2 * Margin + columns.Count * (BoxWidth + ColumnGap) - ColumnGap, 2 * Margin + title.Length * TitleLetter);
        var height = Top + heights.Max() + Margin;
        for (var column = 0; column < columns.Count; column++)
        {
            var y = Top + (heights.Max() - heights[column]) / 2;
            foreach (var slot in columns[column])
            {
                (slot.X, slot.Y) = (Margin + column * (BoxWidth + ColumnGap), y + slot.Height / 2);
                y += slot.Height + RowGap;
            }
        }

        var svg = new SvgText();
        var (w, h) = (SvgText.Number(width), SvgText.Number(height));
        svg.Open("svg", $"xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" "
            + "font-family=\"system-ui, 'Segoe UI', 'Liberation Sans', Arial, sans-serif\" font-size=\"12\"");
        svg.Element("title", $"", $"Recipe of {picture.Root}");
        svg.Element("rect", $"width=\"100%\" height=\"100%\" fill=\"#ffffff\"");
        svg.Element("text", $"x=\"{Margin}\" y=\"32\" font-size=\"17\" font-weight=\"600\" fill=\"{Ink}\"", title);
        var slots = columns.SelectMany(column => column).ToArray();
        foreach (var slot in slots.Where(slot => slot.Node is null)) Line(svg, slot.X, slot.Y, slot.X + BoxWidth, slot.Y);
        foreach (var slot in slots)
            foreach (var (before, _) in slot.Before) Line(svg, before.X + BoxWidth, before.Y, slot.X, slot.Y);
        foreach (var slot in slots)
            if (slot.Node is { } node) Box(svg, node, slot, node.Item == picture.Root ? Dish : node.IsBought ? Bought : Made);
        foreach (var slot in slots)
            foreach (var (before, text) in slot.Before) Label(svg, text, before.X + BoxWidth, before.Y, slot.X, slot.Y);
        svg.Close("svg");
        return svg.ToString();
    }

    private static string Title(RecipePicture picture)
    {
        var name = picture.Nodes[0].Name is { } known ? $"{picture.Root} {known}" : picture.Root;
        return $"{name}: {picture.Nodes.Count(node => !node.IsBought)} recipes, {picture.Nodes.Count(node => node.IsBought)} bought items";
    }

    /// <summary>What stands in each layer, in its order.</summary>
    private static List<List<Slot>> Columns(RecipePicture picture)
    {
        var columns = Enumerable.Range(0, picture.Nodes[^1].Layer + 1).Select(_ => new List<Slot>()).ToList();
        var boxes = new Dictionary<string, Slot>(StringComparer.Ordinal);
        foreach (var node in picture.Nodes)
        {
            var box = new Slot(node);
            boxes.Add(node.Item, box);
            columns[node.Layer].Add(box);
        }

        foreach (var edge in picture.Edges)
        {
            var (before, component) = (boxes[edge.Parent], boxes[edge.Component]);
            for (var layer = before.Node!.Layer + 1; layer < component.Node!.Layer; layer++)
            {
                var pass = new Slot(null);
                pass.Before.Add((before, ""));
                columns[layer].Add(pass);
                before = pass;
            }

            component.Before.Add((before, edge.Text));
        }

        foreach (var column in columns)
        {
            var sorted = column.OrderBy(slot => slot.Before.Count == 0 ? 0 : slot.Before.Average(before => before.Slot.Rank))
                .ThenBy(slot => slot.Node?.Item, StringComparer.Ordinal).ToList();
            for (var at = 0; at < sorted.Count; at++) sorted[at].Rank = (at + 0.5) / sorted.Count;
            column.Clear();
            column.AddRange(sorted);
        }

        return columns;
    }

    private static void Box(SvgText svg, RecipePicture.Node node, Slot at, string fill)
    {
        var (x, y) = (at.X, at.Y - BoxHeight / 2);
        svg.Element("rect", $"x=\"{x}\" y=\"{y}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\" rx=\"6\" fill=\"{fill}\" stroke=\"{Stroke}\"");
        var middle = x + BoxWidth / 2;
        if (node.Name is null)
        {
            svg.Element("text", $"x=\"{middle}\" y=\"{y + 23}\" text-anchor=\"middle\" fill=\"{Ink}\"", Cut(node.Item));
            return;
        }

        svg.Element("text", $"x=\"{middle}\" y=\"{y + 16}\" text-anchor=\"middle\" fill=\"{Ink}\"", Cut(node.Name));
        svg.Element("text", $"x=\"{middle}\" y=\"{y + 31}\" text-anchor=\"middle\" font-size=\"10\" fill=\"{Quiet}\"", Cut(node.Item));
    }

    private static void Line(SvgText svg, double x1, double y1, double x2, double y2)
    {
        var middle = SvgText.Number((x1 + x2) / 2);
        var (from, to) = ($"{SvgText.Number(x1)} {SvgText.Number(y1)}", $"{SvgText.Number(x2)} {SvgText.Number(y2)}");
        svg.Element(
            "path", $"d=\"M{from} C{middle} {SvgText.Number(y1)} {middle} {SvgText.Number(y2)} {to}\" fill=\"none\" stroke=\"{Stroke}\" stroke-width=\"1.2\"");
    }

    /// <summary>On its curve, where neither those of one parent nor those to one component lie close together.</summary>
    private static void Label(SvgText svg, string text, double x1, double y1, double x2, double y2)
    {
        if (text.Length == 0) return;
        const double Along = 0.62, Across = 1.5 * Along * (1 - Along) + Along * Along * Along, Rise = Along * Along * (3 - 2 * Along);
        var (x, y) = (x1 + (x2 - x1) * Across, y1 + (y2 - y1) * Rise);
        svg.Element(
            "text",
            $"x=\"{x}\" y=\"{y + 4}\" text-anchor=\"middle\" font-size=\"11\" fill=\"{Quiet}\" stroke=\"#ffffff\" stroke-width=\"4\" paint-order=\"stroke\"",
            text);
    }

    /// <summary>As much of a text as fits a box.</summary>
    private static string Cut(string text)
    {
        var room = BoxWidth - 16;
        for (var length = 0; length < text.Length; length++)
        {
            room -= char.IsUpper(text[length]) ? 8.6 : 6.8;
            if (room < 0) return text[..Math.Max(1, length - 1)].TrimEnd() + "…";
        }

        return text;
    }

    /// <summary>A place in a layer: of an item, or where a curve passes.</summary>
    private sealed class Slot(RecipePicture.Node? node)
    {
        public RecipePicture.Node? Node => node;

        public double Height => node is null ? PassHeight : BoxHeight;

        /// <summary>What it hangs on, with the words on the curve.</summary>
        public List<(Slot Slot, string Text)> Before { get; } = [];

        /// <summary>How far down it stands, from 0 to 1.</summary>
        public double Rank { get; set; }

        public double X { get; set; }

        /// <summary>Its middle.</summary>
        public double Y { get; set; }
    }
}
