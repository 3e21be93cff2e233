using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecretMagic.Storage.Wire;

/// <summary>Cases of an enumeration as words, <c>prefixed_tables</c>; a number is refused.</summary>
internal sealed class WordJson<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) where T : struct, Enum;
