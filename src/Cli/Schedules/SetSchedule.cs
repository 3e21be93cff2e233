using System.CommandLine;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Cli;

/// <summary><c>schedules set</c>.</summary>
internal static class SetSchedule
{
    public static Command Create(MetadataShell shell)
    {
        var (work, schedule) = (Due.Work(), Due.Schedule(new ArgumentArity(1, 3)));
        return ClientChange.On(
            shell, new Command("set", "Let work of a client fall due at times of its own.") { work, schedule }, _ => "scheduled",
            (parsed, _, client, stamp) => new ClientCommand.ScheduleWork(
                client, stamp, Due.WorkOf(parsed, work), Due.ScheduleOf(parsed.GetRequiredValue(schedule))));
    }
}
