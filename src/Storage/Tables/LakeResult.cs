using SecretMagic.Domain;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Storage.Tables;

/// <summary>A row of the table lake_results.</summary>
/// <param name="Location">The folder below the root of the lake, with '/' between folders.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Set">The set of columns.</param>
/// <param name="Batch">The batch that made it.</param>
/// <param name="Attempt">The attempt of the batch.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Hash">SHA-256 of what decides it.</param>
/// <param name="IsCurrent">It is what readers get; else the one before that.</param>
public sealed record LakeResult(string Location, ResultKind Kind, FeatureSetName Set, BatchId Batch, int Attempt, long Rows, string Hash, bool IsCurrent);
