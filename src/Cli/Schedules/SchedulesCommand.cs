namespace SecretMagic.Cli;

/// <summary><c>secretmagic schedules</c>: when work falls due.</summary>
internal static class SchedulesCommand
{
    public static Command Create(MetadataShell shell) => shell.Group(
        "schedules", "When work falls due, in UTC.",
        ListSchedules.Create(shell), SetSchedule.Create(shell), RemoveSchedule.Create(shell), DefaultSchedule.Create(shell));
}
