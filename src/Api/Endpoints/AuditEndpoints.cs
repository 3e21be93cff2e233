using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;

namespace SecretMagic.Api;

/// <summary>Who changed what, and what the program logged. Without a client they need an admin's key for all clients.</summary>
internal static class AuditEndpoints
{
    private static readonly string[] Levels = ["debug", "info", "warn", "error"];

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/audit", Audit).WithName("listChanges").WithSummary("Who changed what, when, from which value to which; the last change first.")
            .WithTags("Audit").MayAnswer("client-unknown", "role-missing", "scope-missing");
        api.MapGet("/logs", Logs).WithName("listLogs").WithSummary("What the program logged, the last line first.")
            .WithTags("Audit").MayAnswer("client-unknown", "role-missing", "scope-missing");
    }

    private static async Task<PageAnswer<ChangeAnswer>> Audit(Call call, string? client, string? entity, string? since, int? limit, string? cursor)
    {
        var (whose, most) = (await Whose(call, client), Paging.Limit(limit));
        EntityId? of = entity is null ? null : EntityId.TryParse(entity, out var parsed, out var refusal) ? parsed
            : throw new ProblemException("value-refused", refusal, new ProblemError("entity", refusal));
        var rows = await call.Store.Tables.Audit(whose, of, Paging.Moment(since, "since"), After(cursor), most + 1, call.Token);
        return PageAnswer<ChangeAnswer>.Of(
            rows, most, row => new ChangeAnswer(row.At, row.Who, row.What, row.Entity, row.Version, row.CommandId, row.Before, row.After),
            row => Paging.Cursor(row.At.ToString("O"), row.Entity, $"{row.Version}"));
    }

    private static async Task<IReadOnlyList<LineAnswer>> Logs(Call call, string? client, string? level, int? limit)
    {
        var (whose, most) = (await Whose(call, client), Paging.Limit(limit));
        if (level is not null && !Levels.Contains(level))
            throw new ProblemException("value-refused", $"level is {FreeText.Shown(level)}: give one of {string.Join(", ", Levels)}.");
        return [.. (await call.Store.Tables.Logs(level, whose, most, call.Token))
            .Select(line => new LineAnswer(line.Timestamp, line.Level, line.Message, whose is null ? line.Error : null, line.Context))];
    }

    private static async Task<TenantId?> Whose(Call call, string? client)
    {
        if (client is not null) return (await call.ClientOf(client)).Id;
        if (call.Caller.Role < KeyRole.Admin) throw new ProblemException("role-missing", "Without client this needs the role admin.");
        return call.Caller.Scope.IsForAll ? null : throw new ProblemException("scope-missing", "Name a client: the key is not for all.");
    }

    private static (DateTimeOffset At, string Entity, long Version)? After(string? cursor)
    {
        if (Paging.Parts(cursor, 3) is not [var at, var entity, var version]) return null;
        return DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var moment)
            && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (moment, entity, number)
            : throw Paging.Wrong(cursor!);
    }

    /// <summary>A change.</summary>
    internal sealed record ChangeAnswer(
        DateTimeOffset At, string Who, string What, string Entity, long Version, string CommandId, JsonElement? Before, JsonObject After);

    /// <summary>A line of the log; what was thrown is shown to those who may see every client's.</summary>
    internal sealed record LineAnswer(DateTimeOffset At, string Level, string Message, string? Error, JsonElement Context);
}
