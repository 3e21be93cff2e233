namespace SecretMagic.Storage.Tables;

/// <summary>A line of the table logs.</summary>
/// <param name="Timestamp">When, UTC.</param>
/// <param name="Level">debug, info, warn, error.</param>
/// <param name="Message">What happened.</param>
/// <param name="Error">What was thrown; null when nothing was.</param>
/// <param name="Context">A JSON object: client_id, batch_id, feature_type, trace_id, as far as they are known.</param>
public sealed record LogRow(DateTimeOffset Timestamp, string Level, string Message, string? Error, string Context);
