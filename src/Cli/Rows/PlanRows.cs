using System.CommandLine;
using SecretMagic.Domain;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Pipeline;
using SecretMagic.Runtime.Online;

namespace SecretMagic.Cli;

/// <summary><c>rows plan</c>: what is computed for the rows of a client.</summary>
internal static class PlanRows
{
    public static Command Create(MetadataShell shell)
    {
        var client = Written.Client();
        var features = new Option<string>("--features") { HelpName = "FILE", Description = "the feature set, YAML; it is stored", Required = true };
        var country = new Option<string?>("--country") { HelpName = "CODE", Description = "the country of calendar entries that name none, such as GB" };
        var shards = new Option<int?>("--shards")
        {
            HelpName = "N",
            Description = $"how many shards the series lie in, 1 to {SeriesShardId.MaxShards}; the first plan fixes it, {ShardPlan.DefaultShards} by default",
        };
        return shell.Tells(
            new Command("plan", "Set what is computed for rows as they come.") { client, features, country, shards },
            async (store, parsed, stamp, token) =>
            {
                var tenant = Written.As<TenantId>(parsed.GetRequiredValue(client));
                await ClientChange.Clear(store, tenant, WorkKind.Features, token);
                var file = parsed.GetRequiredValue(features);
                var plan = OnlinePlan.Compile(Read(file), file, parsed.GetValue(country));
                var online = new ClientShards(store.Gateway, tenant);
                var (reply, set) = await online.SetPlan(stamp, plan, parsed.GetValue(shards), token);
                if (reply is Reply.Rejected refused) return Answer.Refused(refused, Hint.Of(refused, tenant.Value));
                return new Answer(
                    new { Client = tenant.Value, set!.Version, set.Hash, set.Shards, Columns = set.Columns.ToArray(), LeftOut = plan.LeftOut.ToArray() },
                    console =>
                    {
                        console.Line(
                            $"{tenant}: plan {set.Version}, {plan.Features.Features.Length} features of {string.Join(", ", set.Columns)}, {set.Shards} shards");
                        if (plan.LeftOut.Length > 0) console.Line($"left out, for they need more than rows: {string.Join(", ", plan.LeftOut)}");
                    });
            });
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The feature set cannot be read: {error.Message}", path);
        }
    }
}
