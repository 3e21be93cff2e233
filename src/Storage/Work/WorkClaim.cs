using SecretMagic.Domain;

namespace SecretMagic.Storage.Work;

/// <summary>A batch that a worker has, until its lease ends.</summary>
/// <param name="Batch">Which batch.</param>
/// <param name="Work">What it computes.</param>
/// <param name="Fence">Names this claim: each claim of a batch has a higher one than those before it.</param>
public sealed record WorkClaim(BatchId Batch, WorkKind Work, long Fence);
