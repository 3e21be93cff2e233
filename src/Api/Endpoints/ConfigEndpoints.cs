using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Domain.Clients;
using SecretMagic.Runtime;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>What is computed for a client, version by version; the type <c>bom</c> is the explosion. The ETag is the version of the client.</summary>
internal static class ConfigEndpoints
{
    internal static void Map(RouteGroupBuilder api)
    {
        var configs = api.MapGroup("/clients/{client}/configs").WithTags("Configurations");
        configs.MapGet("", List).WithName("listConfigs").WithSummary("The configurations in force.").MayAnswer("client-unknown");
        configs.MapGet("/{type}", Show).WithName("showConfig").WithSummary("The configuration of a type that is in force.")
            .MayAnswer("client-unknown", "config-unknown");
        configs.MapGet("/{type}/versions", History).WithName("listConfigVersions").WithSummary("Every version of a type.").MayAnswer("client-unknown");
        configs.MapGet("/{type}/diff", Diff).WithName("diffConfigs").WithSummary("What differs between two versions, the last two by default.")
            .MayAnswer("client-unknown", "version-unknown");
        configs.MapPut("/{type}", Set).WithName("setConfig")
            .WithSummary("Configure a type: a new version unless it is in force already; to replace one needs If-Match. Withdraws the confirmation.")
            .IsCommand(KeyRole.Admin).MayAnswer("client-unknown", "version-missing", "version-changed", "bom-config");
        configs.MapPost("/{type}/restore", Restore).WithName("restoreConfig").WithSummary("Make an older version the newest one. Withdraws the confirmation.")
            .IsCommand(KeyRole.Admin).MayAnswer("client-unknown", "config-unknown", "version-unknown", "version-changed");
        configs.MapDelete("/{type}", Withdraw).WithName("withdrawConfig")
            .WithSummary("Compute a type of features no more; its versions stay. Withdraws the confirmation.")
            .IsCommand(KeyRole.Admin).MayAnswer("client-unknown", "config-not-active", "version-changed");
    }

    private static async Task<ConfigsAnswer> List(Call call)
    {
        call.Tag(call.Client.Version);
        var rows = await call.Store.Tables.Configs(call.Client.Id, null, onlyActive: true, call.Token);
        return new ConfigsAnswer(call.Client.State.Revision, call.Client.State.Confirmed?.By, [.. rows.Select(ConfigAnswer.Of)]);
    }

    private static async Task<ConfigAnswer> Show(Call call, string type)
    {
        var rows = await call.Store.Tables.Configs(call.Client.Id, ConfigWish.Type(type), onlyActive: true, call.Token);
        call.Tag(call.Client.Version);
        return rows is [var row, ..]
            ? ConfigAnswer.Of(row)
            : throw new ProblemException("config-unknown", $"{type} of client {call.Client.Id} has no active configuration.");
    }

    private static async Task<IReadOnlyList<ConfigAnswer>> History(Call call, string type) =>
        [.. (await call.Store.Tables.Configs(call.Client.Id, ConfigWish.Type(type), onlyActive: false, call.Token)).Select(ConfigAnswer.Of)];

    private static async Task<DiffAnswer> Diff(Call call, string type, int? from, int? to)
    {
        var versions = await call.Store.Tables.Configs(call.Client.Id, ConfigWish.Type(type), onlyActive: false, call.Token);
        var (older, newer, differences) = ConfigWish.Diff(versions, type, call.Client.Id, from, to);
        return new DiffAnswer(type, older, newer, [.. differences.Select(found => new Difference(found.Path, found.Before, found.After))]);
    }

    private static Task<IResult> Set(Call call, string type, JsonElement body)
    {
        var wish = ConfigWish.Set(call.Client.Id, call.Stamp, type, body.GetRawText(), "the body");
        var isThere = wish is ClientCommand.ConfigureFeature feature
            ? call.Client.State.FeatureConfigs.ContainsKey(feature.FeatureType)
            : call.Client.State.BomConfigs.Last > 0;
        return isThere && !call.IsConditional
            ? throw new ProblemException("version-missing", $"{type} of client {call.Client.Id} is configured already: send the ETag of what was looked at.")
            : call.Tell(wish);
    }

    private static Task<IResult> Restore(Call call, string type, OlderVersion body) =>
        call.Tell(ConfigWish.Restore(call.Client.Id, call.Stamp, type, body.Version));

    private static Task<IResult> Withdraw(Call call, string type) => ConfigWish.Type(type) == ConfigRow.Bom
        ? throw new ProblemException("value-refused", "The explosion is disabled as a whole: PATCH the client's enabled.")
        : call.Tell(new ClientCommand.WithdrawFeature(call.Client.Id, call.Stamp, FeatureTypeName.Parse(type)));

    /// <summary>What is in force for a client.</summary>
    internal sealed record ConfigsAnswer(int Revision, string? ConfirmedBy, IReadOnlyList<ConfigAnswer> Items);

    /// <summary>A version of a configuration.</summary>
    internal sealed record ConfigAnswer(string Type, int Version, bool IsActive, JsonElement Config, DateTimeOffset CreatedAt, string CreatedBy)
    {
        internal static ConfigAnswer Of(ConfigRow row) => new(row.FeatureType, row.Version, row.IsActive, row.Config, row.CreatedAt, row.CreatedBy);
    }

    /// <summary>What differs between two versions.</summary>
    internal sealed record DiffAnswer(string Type, int From, int To, IReadOnlyList<Difference> Differences);

    /// <summary>A value that differs: its place, and its JSON in each version, null where it has none.</summary>
    internal sealed record Difference(string Path, string? Before, string? After);

    /// <summary>The version to return to.</summary>
    internal sealed record OlderVersion(int Version);
}
