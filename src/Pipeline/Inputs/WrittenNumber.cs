using System.Text.RegularExpressions;

namespace SecretMagic.Pipeline;

/// <summary>Numbers in the notations of people: digits in groups, a comma before the fraction.</summary>
internal static partial class WrittenNumber
{
    /// <summary>
    /// What to write instead of a text that is a number in another notation, as the end of a message; empty for any other text. A comma
    /// before three digits may be either, so both readings are given.
    /// </summary>
    public static string Hint(string text)
    {
        var bare = GroupSpace().Replace(text.Trim(), "");
        var isGrouped = bare.Length < text.Trim().Length;
        if (!isGrouped && OneComma().IsMatch(bare)) return $": write {bare.Replace(",", "")}, or {bare.Replace(',', '.')} if the comma begins the fraction";
        if (Plain().IsMatch(bare)) return bare == text ? "" : $": write {bare}";
        if (Fraction().IsMatch(bare)) return $": write {bare.Replace(',', '.')}";
        if (CommaGroups().IsMatch(bare)) return $": write {bare.Replace(",", "")}";
        if (DotGroups().IsMatch(bare)) return $": write {bare.Replace(".", "").Replace(',', '.')}";
        return "";
    }

    /// <summary>Spaces, also those that do not break, and apostrophes before three digits.</summary>
    [GeneratedRegex(@"(?<=\d)[ \u00a0\u2009\u202f'\u2019](?=\d{3}(\D|$))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GroupSpace();

    [GeneratedRegex(@"^[+-]?[1-9]\d{0,2},\d{3}$", RegexOptions.None, 1000)]
    private static partial Regex OneComma();

    [GeneratedRegex(@"^[+-]?\d+(\.\d+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^[+-]?\d+,\d+$", RegexOptions.None, 1000)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"^[+-]?\d{1,3}((,\d{3})+\.\d+|(,\d{3}){2,})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommaGroups();

    [GeneratedRegex(@"^[+-]?\d{1,3}((\.\d{3})+,\d+|(\.\d{3}){2,})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DotGroups();
}
