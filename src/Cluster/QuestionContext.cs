using System.Text.Json.Serialization;

namespace SecretMagic.Cluster;

/// <summary>How questions and answers are written; made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(QuestionBody))]
[JsonSerializable(typeof(AnswerBody))]
[JsonSerializable(typeof(Fault))]
internal sealed partial class QuestionContext : JsonSerializerContext;
