using System.Text.Json;

namespace SecretMagic.Storage.Tables;

/// <summary>Cases of an enumeration as the tables have them, <c>prefixed_tables</c>; the same words as in the events.</summary>
internal static class Word
{
    internal static string Of<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <exception cref="FormatException">No case has this word: a newer version of the program wrote it.</exception>
    internal static T Parse<T>(string word) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (Of(value) == word) return value;
        throw new FormatException($"'{word}' is no {typeof(T).Name}: a newer version of the program wrote it. Run that version.");
    }
}
