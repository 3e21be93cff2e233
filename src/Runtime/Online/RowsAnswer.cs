using SecretMagic.Domain;

namespace SecretMagic.Runtime.Online;

/// <summary>What became of rows.</summary>
/// <param name="Rows">The rows that were brought.</param>
/// <param name="News">Those that said something new and are stored; the others were known.</param>
/// <param name="Refused">
/// The answer of a shard that took none of its rows, Rejected or Busy; null when every shard took them. Other shards may have taken theirs.
/// </param>
public sealed record RowsAnswer(long Rows, long News, Reply? Refused);
