namespace SecretMagic.Domain.Installations;

/// <summary>What can happen to the defaults of an installation.</summary>
public abstract record InstallationEvent : Event
{
    private InstallationEvent()
    {
    }

    /// <summary>Work of clients without a schedule of their own falls due at other times.</summary>
    public sealed record Scheduled(WorkKind Work, Schedule Schedule, Schedule? Was) : InstallationEvent;

    /// <summary>Work of clients without a schedule of their own falls due no more.</summary>
    public sealed record Unscheduled(WorkKind Work, Schedule Was) : InstallationEvent;

    /// <summary>A command wanted what was so already.</summary>
    public sealed record Unchanged(string What) : InstallationEvent;
}
