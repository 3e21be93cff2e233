namespace SecretMagic.Domain.Installations;

/// <summary>What the defaults of an installation can be told. When the answer is Accepted, the change is stored and in force.</summary>
/// <param name="Stamp">Which command, whose, when.</param>
public abstract record InstallationCommand(Stamp Stamp) : Command(Stamp)
{
    /// <inheritdoc/>
    public sealed override EntityId Entity => EntityId.Installation;

    /// <summary>Let work fall due at these times, for clients without a schedule of their own.</summary>
    public sealed record ScheduleWork(Stamp Stamp, WorkKind Work, Schedule Schedule) : InstallationCommand(Stamp);

    /// <summary>Let work fall due only for clients with a schedule of their own.</summary>
    public sealed record UnscheduleWork(Stamp Stamp, WorkKind Work) : InstallationCommand(Stamp);
}
