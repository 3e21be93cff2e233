using System.Collections.Immutable;
using SecretMagic.Domain.Batches;

namespace SecretMagic.Domain.Clients;

/// <summary>What a client can be told. When the answer is Accepted, the change is stored and in force.</summary>
/// <param name="Client">Which client.</param>
/// <param name="Stamp">Which command, whose, when.</param>
public abstract record ClientCommand(TenantId Client, Stamp Stamp) : Command(Stamp)
{
    /// <inheritdoc/>
    public sealed override EntityId Entity => EntityId.Client(Client);

    /// <summary>Be a client: active, with nothing configured and nothing confirmed.</summary>
    public sealed record Register(
        TenantId Client, Stamp Stamp, string Name, TenantMode TenantMode, EnabledFeatures FeaturesEnabled, Contacts Contacts) : ClientCommand(Client, Stamp);

    /// <summary>Have another name.</summary>
    public sealed record Rename(TenantId Client, Stamp Stamp, string Name) : ClientCommand(Client, Stamp);

    /// <summary>Be reached in another way.</summary>
    public sealed record ChangeContacts(TenantId Client, Stamp Stamp, Contacts Contacts) : ClientCommand(Client, Stamp);

    /// <summary>Be served, not be served, or be put away for good.</summary>
    public sealed record ChangeStatus(TenantId Client, Stamp Stamp, ClientStatus Status) : ClientCommand(Client, Stamp);

    /// <summary>
    /// Keep the data elsewhere. Allowed until a configuration was confirmed for the first time: later there may be data, and <see cref="MoveTenant"/> moves it.
    /// </summary>
    public sealed record ChooseTenantMode(TenantId Client, Stamp Stamp, TenantMode TenantMode) : ClientCommand(Client, Stamp);

    /// <summary>
    /// Begin to keep the data elsewhere. From now on nothing new is processed or registered, until <see cref="FinishMove"/>; what is there is read where it is.
    /// A move that began may be turned to another mode, also back to the first.
    /// </summary>
    public sealed record MoveTenant(TenantId Client, Stamp Stamp, TenantMode TenantMode) : ClientCommand(Client, Stamp);

    /// <summary>Keep the data where it was moved to: from now on everything is read there, and the old place may be removed.</summary>
    public sealed record FinishMove(TenantId Client, Stamp Stamp, TenantMode TenantMode) : ClientCommand(Client, Stamp);

    /// <summary>
    /// Have a result in the lake that was written whole and synced; it is what readers get from now on. The one before it stays registered, older ones do not.
    /// Rejected while the client moves, and when the result was written for another mode: write it again.
    /// </summary>
    /// <param name="Client">Whose result.</param>
    /// <param name="Stamp">Which command, whose, when.</param>
    /// <param name="Kind">What it holds.</param>
    /// <param name="Set">The set of columns.</param>
    /// <param name="Batch">The batch that made it.</param>
    /// <param name="Attempt">The attempt of the batch, from 1.</param>
    /// <param name="TenantMode">The mode whose folder it was written to.</param>
    /// <param name="Rows">How many rows it has.</param>
    /// <param name="Hash">SHA-256 of what decides it, 64 hexadecimal digits.</param>
    public sealed record RegisterResult(
        TenantId Client, Stamp Stamp, ResultKind Kind, FeatureSetName Set, BatchId Batch, int Attempt, TenantMode TenantMode, long Rows, string Hash)
        : ClientCommand(Client, Stamp)
    {
        /// <summary>What it was made from; null where nobody said.</summary>
        public WorkOrder? Order { get; init; }
    }

    /// <summary>Have the results of one run registered, all of them or none; each as by <see cref="RegisterResult"/>.</summary>
    public sealed record RegisterResults(TenantId Client, Stamp Stamp, ImmutableArray<RegisterResult> Results) : ClientCommand(Client, Stamp);

    /// <summary>Have other things computed. Withdraws the confirmation.</summary>
    public sealed record SwitchFeatures(TenantId Client, Stamp Stamp, EnabledFeatures FeaturesEnabled) : ClientCommand(Client, Stamp);

    /// <summary>Configure a type of features. What is in force already is no new version; any other is, and withdraws the confirmation.</summary>
    public sealed record ConfigureFeature(TenantId Client, Stamp Stamp, FeatureTypeName FeatureType, ConfigDocument Config) : ClientCommand(Client, Stamp);

    /// <summary>Make an older version the newest one. Withdraws the confirmation.</summary>
    public sealed record RestoreFeature(TenantId Client, Stamp Stamp, FeatureTypeName FeatureType, int Version) : ClientCommand(Client, Stamp);

    /// <summary>Compute a type of features no more. Withdraws the confirmation.</summary>
    public sealed record WithdrawFeature(TenantId Client, Stamp Stamp, FeatureTypeName FeatureType) : ClientCommand(Client, Stamp);

    /// <summary>Configure the explosion. Withdraws the confirmation.</summary>
    public sealed record ConfigureBom(TenantId Client, Stamp Stamp, BomConfig Config) : ClientCommand(Client, Stamp);

    /// <summary>Make an older version the newest one. Withdraws the confirmation.</summary>
    public sealed record RestoreBom(TenantId Client, Stamp Stamp, int Version) : ClientCommand(Client, Stamp);

    /// <summary>Have a work computed from these inputs, unless a batch names its own. Withdraws the confirmation.</summary>
    public sealed record ChooseSource(TenantId Client, Stamp Stamp, WorkOrder Order) : ClientCommand(Client, Stamp);

    /// <summary>Stand for the configuration that was looked at. Another revision is rejected: it changed since.</summary>
    public sealed record ConfirmConfig(TenantId Client, Stamp Stamp, int Revision) : ClientCommand(Client, Stamp);

    /// <summary>Let work fall due at these times.</summary>
    public sealed record ScheduleWork(TenantId Client, Stamp Stamp, WorkKind Work, Schedule Schedule) : ClientCommand(Client, Stamp);

    /// <summary>Let work fall due as for every client of the installation.</summary>
    public sealed record UnscheduleWork(TenantId Client, Stamp Stamp, WorkKind Work) : ClientCommand(Client, Stamp);
}
