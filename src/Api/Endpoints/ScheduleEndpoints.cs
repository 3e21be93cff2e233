using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Installations;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>When work falls due: the defaults, and what clients have of their own.</summary>
internal static class ScheduleEndpoints
{
    internal static void Map(RouteGroupBuilder api)
    {
        var defaults = api.MapGroup("/schedules").WithTags("Schedules");
        defaults.MapGet("", List).WithName("listSchedules").WithSummary("The defaults, then those of clients that the key may see.");
        defaults.MapPut("/{work}", SetDefault).WithName("setDefaultSchedule")
            .WithSummary("Let work fall due at these times for every client without a schedule of its own.").IsCommand(KeyRole.Operator, allClients: true);
        defaults.MapDelete("/{work}", RemoveDefault).WithName("removeDefaultSchedule")
            .WithSummary("Let work fall due only for clients with a schedule of their own.").IsCommand(KeyRole.Operator, allClients: true)
            .MayAnswer("not-scheduled");
        var own = api.MapGroup("/clients/{client}/schedules").WithTags("Schedules");
        own.MapGet("", ListOwn).WithName("listClientSchedules").WithSummary("The schedules that a client has of its own.").MayAnswer("client-unknown");
        own.MapPut("/{work}", Set).WithName("setSchedule").WithSummary("Let work of a client fall due at times of its own.")
            .IsCommand(KeyRole.Operator).MayAnswer("client-unknown", "client-archived");
        own.MapDelete("/{work}", Remove).WithName("removeSchedule").WithSummary("Let work of a client fall due as for every client.")
            .IsCommand(KeyRole.Operator).MayAnswer("client-unknown", "not-scheduled");
    }

    private static async Task<IReadOnlyList<ScheduleAnswer>> List(Call call)
    {
        var (scope, now) = (call.Caller.Scope, call.Time.GetUtcNow());
        return [.. (await call.Store.Tables.Schedules(null, call.Token))
            .Where(row => row.Client is null || scope.Holds(TenantId.Parse(row.Client))).Select(row => ScheduleAnswer.Of(row, now))];
    }

    private static async Task<IReadOnlyList<ScheduleAnswer>> ListOwn(Call call)
    {
        var now = call.Time.GetUtcNow();
        return [.. (await call.Store.Tables.Schedules(call.Client.Id, call.Token))
            .Where(row => row.Client is not null).Select(row => ScheduleAnswer.Of(row, now))];
    }

    private static Task<IResult> SetDefault(Call call, string work, ScheduleBody body) =>
        call.Tell(new InstallationCommand.ScheduleWork(call.Stamp, Works.Of(work), body.Parsed));

    private static Task<IResult> RemoveDefault(Call call, string work) =>
        call.Tell(new InstallationCommand.UnscheduleWork(call.Stamp, Works.Of(work)));

    private static Task<IResult> Set(Call call, string work, ScheduleBody body) =>
        call.Tell(new ClientCommand.ScheduleWork(call.Client.Id, call.Stamp, Works.Of(work), body.Parsed));

    private static Task<IResult> Remove(Call call, string work) =>
        call.Tell(new ClientCommand.UnscheduleWork(call.Client.Id, call.Stamp, Works.Of(work)));

    /// <summary>When work falls due; client is null in a default.</summary>
    internal sealed record ScheduleAnswer(string? Client, string Work, string Schedule, DateTimeOffset NextDue, string UpdatedBy, DateTimeOffset UpdatedAt)
    {
        internal static ScheduleAnswer Of(ScheduleRow row, DateTimeOffset now) => new(
            row.Client, row.Work, row.Schedule, Domain.Schedule.Parse(row.Schedule).NextAfter(now), row.UpdatedBy, row.UpdatedAt);
    }

    /// <summary><c>every 15m</c>, <c>daily 02:30</c> or <c>weekly mon 02:30</c>, in UTC.</summary>
    internal sealed record ScheduleBody(string Schedule)
    {
        internal Schedule Parsed => Domain.Schedule.TryParse(Schedule, out var schedule, out var refusal)
            ? schedule
            : throw new ProblemException("value-refused", refusal, new ProblemError("schedule", refusal));
    }
}
