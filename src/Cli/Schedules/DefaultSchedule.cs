using System.CommandLine;
using SecretMagic.Domain;
using SecretMagic.Domain.Installations;
using SecretMagic.Pipeline;

namespace SecretMagic.Cli;

/// <summary><c>schedules default</c>.</summary>
internal static class DefaultSchedule
{
    public static Command Create(MetadataShell shell)
    {
        var (work, schedule) = (Due.Work(), Due.Schedule(new ArgumentArity(0, 3)));
        var remove = new Option<bool>("--remove") { Description = "only clients with a schedule of their own have work fall due" };
        return shell.Tells(
            new Command("default", "Let work fall due at these times for every client without a schedule of its own.") { work, schedule, remove },
            async (store, parsed, stamp, token) =>
            {
                var (kind, words) = (Due.WorkOf(parsed, work), parsed.GetValue(schedule) ?? []);
                if (parsed.GetValue(remove) == words.Length > 0)
                    throw new InputException("give a schedule such as 'daily 02:30', or --remove", column: "SCHEDULE");
                InstallationCommand command = words.Length > 0
                    ? new InstallationCommand.ScheduleWork(stamp, kind, Due.ScheduleOf(words))
                    : new InstallationCommand.UnscheduleWork(stamp, kind);
                return ReplyAnswer.Of(await store.Send(command, token), stamp, EntityId.Installation, words.Length > 0 ? "scheduled" : "removed", null);
            });
    }
}
