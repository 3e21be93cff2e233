using SecretMagic.Domain;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Runtime;

/// <summary>
/// Work of a client that fell due at a moment. What it is called follows from that alone, so that however many processes see it, it is queued once.
/// </summary>
/// <param name="Client">Whose.</param>
/// <param name="Work">What.</param>
/// <param name="At">When it fell due.</param>
public sealed record DueWork(TenantId Client, WorkKind Work, DateTimeOffset At)
{
    /// <summary>The batch that does it.</summary>
    public BatchId Batch => BatchId.Parse(DerivedId.Of("due", Name, 24));

    /// <summary>The command that queues it.</summary>
    public CommandId Command => CommandId.Parse(Batch.Value);

    private string Name => $"{Client} {Word.Of(Work)} {At:yyyy-MM-dd'T'HH:mm}";

    /// <summary>
    /// The work that fell due last by each schedule: a client's own, else the default. What fell due before its schedule was set is not asked for, nor what
    /// fell due earlier than the last time: after a pause work is made up for once.
    /// </summary>
    /// <param name="schedules">The defaults and the schedules of clients.</param>
    /// <param name="clients">Active clients; those that are confirmed and have the work switched on get it.</param>
    /// <param name="now">The moment.</param>
    public static IEnumerable<DueWork> Of(IReadOnlyList<ScheduleRow> schedules, IReadOnlyList<ClientRow> clients, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(schedules);
        ArgumentNullException.ThrowIfNull(clients);
        var own = schedules.Where(row => row.Client is not null).ToDictionary(row => (row.Client!, row.Work));
        var defaults = schedules.Where(row => row.Client is null).ToDictionary(row => row.Work);
        foreach (var client in clients)
        {
            if (client.ConfigConfirmedAt is not { } confirmed) continue;
            foreach (var work in Enum.GetValues<WorkKind>())
            {
                var word = Word.Of(work);
                if (!IsOn(client, work)) continue;
                if ((own.GetValueOrDefault((client.OrganizationId, word)) ?? defaults.GetValueOrDefault(word)) is not { } row) continue;
                var (at, since) = (Schedule.Parse(row.Schedule).LastAt(now), row.UpdatedAt > confirmed ? row.UpdatedAt : confirmed);
                if (at > since) yield return new DueWork(TenantId.Parse(client.OrganizationId), work, at);
            }
        }
    }

    private static bool IsOn(ClientRow client, WorkKind work) =>
        client.FeaturesEnabled.GetProperty(work == WorkKind.Features ? "feature_engineering" : "bom_explosion").GetBoolean();
}
