using System.Text.Json;

namespace SecretMagic.Storage.Tables;

/// <summary>Cases of an enumeration as the tables have them, <c>prefixed_tables</c>; the same words as in the events.</summary>
internal static class Word
{
    internal static string Of<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
