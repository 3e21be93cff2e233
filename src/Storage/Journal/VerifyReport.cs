using System.Collections.Immutable;

namespace SecretMagic.Storage.Journal;

/// <summary>What a comparison of the tables with a replay of the events found.</summary>
/// <param name="Entities">Entities with events.</param>
/// <param name="Events">Events replayed.</param>
/// <param name="Findings">What is wrong, each with its place; empty when everything is sound.</param>
public sealed record VerifyReport(long Entities, long Events, ImmutableArray<string> Findings);
