namespace SecretMagic.Pipeline;

/// <summary>
/// The colours of lines and bands. Lines: the palette of Okabe and Ito (2008), which readers with any colour vision can tell apart; the target is
/// grey, so that features stand out before it. A line of the right axis is dashed as well.
/// </summary>
internal static class ChartStyle
{
    /// <summary>So many lines, and bands, a chart can hold: one a colour.</summary>
    public const int MostLines = 8, MostMarks = 4;

    private const string Target = "#80858d";
    private static readonly string[] Strokes = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#7b5ea7"];
    private static readonly string[] Fills = ["#fbe7a8", "#cfe5f5", "#e3d6ee", "#d3eadf"];

    /// <summary>The colours of lines with these names.</summary>
    public static string[] StrokesOf(IEnumerable<string> names)
    {
        var next = 0;
        return [.. names.Select(name => name == "target" ? Target : Strokes[next++ % Strokes.Length])];
    }

    /// <summary>The colour of a band.</summary>
    public static string Fill(int mark) => Fills[mark % Fills.Length];
}
