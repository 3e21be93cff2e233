using System.Collections.Immutable;
using System.Diagnostics;
using static SecretMagic.Domain.Installations.InstallationCommand;
using static SecretMagic.Domain.Installations.InstallationEvent;

namespace SecretMagic.Domain.Installations;

/// <summary>What holds for every client of an installation until the client has its own.</summary>
public sealed record Installation : IDecider<Installation, InstallationCommand, InstallationEvent>
{
    /// <inheritdoc/>
    public static Installation Initial { get; } = new();

    /// <summary>When work falls due.</summary>
    public ImmutableSortedDictionary<WorkKind, Schedule> Schedules { get; init; } = ImmutableSortedDictionary<WorkKind, Schedule>.Empty;

    /// <inheritdoc/>
    public static Decision<InstallationEvent> Decide(Installation state, InstallationCommand command)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        return command switch
        {
            ScheduleWork wish => !Enum.IsDefined(wish.Work) ? Decision<InstallationEvent>.Reject("work", $"The work {wish.Work} is not known.")
                : state.ScheduleOf(wish.Work) is var was && was == wish.Schedule ? Decision<InstallationEvent>.Accept(new Unchanged("schedule"))
                : Decision<InstallationEvent>.Accept(new Scheduled(wish.Work, wish.Schedule, was)),
            UnscheduleWork wish => state.ScheduleOf(wish.Work) is { } was ? Decision<InstallationEvent>.Accept(new Unscheduled(wish.Work, was))
                : Decision<InstallationEvent>.Reject("not-scheduled", $"{wish.Work} has no default schedule: there is none to remove."),
            _ => throw new UnreachableException($"No installation knows the command {command.GetType()}."),
        };
    }

    /// <inheritdoc/>
    public static Installation Evolve(Installation state, InstallationEvent happened, Stamp stamp)
    {
        ArgumentNullException.ThrowIfNull(state);
        return happened switch
        {
            Scheduled now => state with { Schedules = state.Schedules.SetItem(now.Work, now.Schedule) },
            Unscheduled now => state with { Schedules = state.Schedules.Remove(now.Work) },
            Unchanged => state,
            _ => throw new UnreachableException($"No installation knows the event {happened}."),
        };
    }

    private Schedule? ScheduleOf(WorkKind work) => Schedules.TryGetValue(work, out var schedule) ? schedule : null;
}
