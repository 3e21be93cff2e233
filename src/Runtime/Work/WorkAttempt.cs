using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Runtime;

/// <summary>An attempt of a batch that was started and that this process runs.</summary>
/// <param name="Batch">Which batch.</param>
/// <param name="Number">Which attempt; the fence of what it says and registers.</param>
/// <param name="Clearance">The right to process the client's data.</param>
/// <param name="Order">What is computed; null of a batch that was queued before there were orders.</param>
/// <param name="Work">Which work.</param>
/// <param name="Reported">How far it was when it was started; no report goes back behind it.</param>
/// <param name="Progress">How far it is.</param>
internal sealed record WorkAttempt(
    BatchId Batch, int Number, Clearance Clearance, WorkKind Work, WorkOrder? Order, long Reported, ProgressTally Progress)
{
    /// <summary>The trace of whoever queued it; null when there was none.</summary>
    internal string? Trace { get; init; }

    /// <summary>Whose data.</summary>
    internal TenantId Client => Clearance.Client;
}
