using System.Text.Json;

namespace SecretMagic.Storage.Tables;

/// <summary>Cases of an enumeration as the tables have them, <c>prefixed_tables</c>; the same words as in the events.</summary>
public static class Word
{
    /// <summary>The word of a case.</summary>
    public static string Of<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>Every word of an enumeration.</summary>
    public static string[] All<T>() where T : struct, Enum => [.. Words<T>.All];

    /// <summary>The case of a word.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static T Parse<T>(string word) where T : struct, Enum =>
        Array.IndexOf(Words<T>.All, word) is >= 0 and var at ? Words<T>.Cases[at] : throw new FormatException(
            $"'{word}' is no {typeof(T).Name} but one of {string.Join(", ", Words<T>.All)}, or a newer version of the program wrote it.");

    private static class Words<T> where T : struct, Enum
    {
        internal static readonly T[] Cases = Enum.GetValues<T>();

        internal static readonly string[] All = [.. Cases.Select(Of)];
    }
}
