using System.Collections.Immutable;
using System.Globalization;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Integration.Journal;

/// <summary>Commands and entities for tests.</summary>
internal static class Given
{
    internal static readonly TenantId Acme = TenantId.Parse("acme");

    internal static readonly FeatureTypeName Ema = FeatureTypeName.Parse("ema");

    internal static readonly WorkOrder Order = new(
        WorkKind.Features, ImmutableSortedDictionary<string, string>.Empty.Add("input", "/data/sales.csv").Add("features", "/data/features.yaml"));

    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static long s_commands;

    /// <summary>The stamp of a new command, a millisecond after the one before.</summary>
    internal static Stamp Stamp(string who = "anna", string? command = null)
    {
        var number = Interlocked.Increment(ref s_commands);
        return SecretMagic.Domain.Stamp.Create(CommandId.Parse(command ?? $"c-{number.ToString(CultureInfo.InvariantCulture)}"), who, Noon.AddMilliseconds(number));
    }

    internal static JournaledEntity<Client, ClientCommand, ClientEvent> Client(IJournal journal, TenantId? tenant = null) =>
        new(journal, EntityId.Client(tenant ?? Acme));

    internal static JournaledEntity<Batch, BatchCommand, BatchEvent> Batch(IJournal journal, BatchId batch) => new(journal, EntityId.Batch(batch));

    internal static ClientCommand.Register Register(TenantId? tenant = null) =>
        new(tenant ?? Acme, Stamp(), "Acme Foods", TenantMode.PrefixedTables, new EnabledFeatures(true, true), new Contacts("kim@acme.example", null));

    internal static ClientCommand.ConfigureFeature Configure(string json, TenantId? tenant = null) =>
        new(tenant ?? Acme, Stamp(), Ema, ConfigDocument.Parse(json));

    internal static async Task Accept<TState, TCommand, TEvent>(
        this JournaledEntity<TState, TCommand, TEvent> entity, CancellationToken token, params TCommand[] commands)
        where TState : class, IDecider<TState, TCommand, TEvent> where TCommand : Command where TEvent : Event
    {
        foreach (var command in commands)
        {
            var reply = await entity.Handle(command, token);
            reply.ShouldBeOfType<Reply.Accepted>(reply.ToString());
        }
    }
}
