using System.CommandLine;
using SecretMagic.Domain;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Cli;

/// <summary>What falls due and when, as it is given.</summary>
internal static class Due
{
    /// <summary>The argument that names the work.</summary>
    public static Argument<string> Work() =>
        new Argument<string>("WORK") { Description = string.Join(" or ", Word.All<WorkKind>()) }.AcceptOnlyFromAmong(Word.All<WorkKind>());

    /// <summary>The argument of a schedule, one word or several.</summary>
    public static Argument<string[]> Schedule(ArgumentArity arity) =>
        new("SCHEDULE") { Arity = arity, Description = "every 15m, daily 02:30 or weekly mon 02:30, in UTC" };

    /// <summary>The work that was named.</summary>
    public static WorkKind WorkOf(ParseResult parsed, Argument<string> work) => Word.Parse<WorkKind>(parsed.GetRequiredValue(work));

    /// <summary>The schedule that was written.</summary>
    public static Schedule ScheduleOf(string[] words) => Written.As<Schedule>(string.Join(' ', words), "SCHEDULE");
}
