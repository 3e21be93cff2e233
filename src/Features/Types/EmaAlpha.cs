namespace SecretMagic.Features;

/// <summary>The weight of the newest value in an exponential average, and the ways to give it.</summary>
internal static class EmaAlpha
{
    private static readonly string[] Ways = ["alpha", "span", "halflife"];

    public static FeatureParameter[] Parameters { get; } =
    [
        new("alpha", ParameterShape.AboveUpTo(0, 1), "The weight of the newest value. One of alpha, span and halflife is given.", "none"),
        new("span", ParameterShape.From(1), "Another way to give alpha: a window with the same centre of mass.", "none"),
        new("halflife", ParameterShape.Above(0), "Another way to give alpha: the grid steps after which a weight has halved.", "none"),
    ];

    /// <summary>The way that the entry uses, the number given and the alpha it means; null after saying what is wrong.</summary>
    public static (string Way, double Given, double Alpha)? Of(EntryCompiler entry)
    {
        string[] ways = [.. Ways.Where(entry.Has)];
        if (ways.Length != 1)
        {
            entry.Fail(ways.Length == 0 ? "alpha" : ways[1], $"An {entry.TypeName} takes exactly one of alpha, span and halflife.");
            return null;
        }

        var given = entry.Number(ways[0])!.Value;
        var alpha = ways[0] switch
        {
            "alpha" => given,
            "span" => 2 / (given + 1),
            // Rounded, so that the last bit of the C runtime's pow does not decide over bits here.
            _ => Math.Round(1 - Math.Pow(0.5, 1 / given), 15),
        };
        return (ways[0], given, alpha);
    }
}
