using System.CommandLine;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;
using Spectre.Console;

namespace SecretMagic.Cli;

/// <summary>
/// <c>secretmagic verify</c>: makes a registered result again from its inputs and compares, or what is served online with a batch over its rows.
/// Exit code 0: equal; 1: not, or unknown.
/// </summary>
internal static class VerifyCommand
{
    public static Command Create(TextWriter errors, MetadataShell shell)
    {
        var client = new Option<string>("--client") { Required = true, HelpName = "ID", Description = "the client whose result it is" };
        var set = new Option<string?>("--feature-set")
        {
            HelpName = "NAME",
            Description = "the feature set, as 'secretmagic results list' names it; without inputs they are those the result was made from",
        };
        var online = new Option<bool>("--online") { Description = "instead: what is served for rows as they come, compared with a batch over the rows" };
        var rows = new Option<int>("--rows")
        {
            HelpName = "N",
            Description = "so many rows are made again from what was there up to their time, 0 to 100000",
            DefaultValueFactory = _ => 200,
        };
        rows.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 100_000) result.AddError("--rows: give 0 to 100000.");
        });
        var seed = new Option<int>("--seed") { HelpName = "N", Description = "which rows: the same number, the same rows", DefaultValueFactory = _ => 1 };
        var inputs = new FeatureInputOptions();
        inputs.Sales.Required = false;
        var command = shell.Group("verify", "Make a client's result again from its inputs, or what is served online, and compare every value.");
        Option[] ofResult = [.. inputs.All, rows, seed];
        foreach (var option in (Option[])[client, set, online, .. ofResult]) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            var isOnline = result.GetValue(online);
            if (isOnline == result.GetValue(set) is not null) result.AddError("Give --feature-set NAME or --online, one of them.");
            else if (isOnline && ofResult.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } other)
                result.AddError($"{other.Name} goes with --feature-set: what is served online is compared with the rows that are stored.");
        });
        return shell.Asks(command, async (store, parsed, token) =>
        {
            var tenant = Written.As<TenantId>(parsed.GetRequiredValue(client), "--client");
            await ClientChange.Read(store, tenant, token);
            if (parsed.GetValue(online)) return await VerifyOnline.Run(store, tenant, token);
            var name = Written.As<FeatureSetName>(parsed.GetValue(set)!, "--feature-set");
            var report = inputs.IsGiven(parsed)
                ? await Checked(inputs.Of(parsed))
                : await ResultSource.Use(
                    store, tenant, await store.Lake.Current(tenant, ResultKind.Features, name, token) ?? throw Missing(tenant, name), Checked, token);
            return new Answer(report, console => Show(console, report), report.Outcome == FeatureCheckReport.Equal ? 0 : 1);

            async Task<FeatureCheckReport> Checked(FeatureBatchOptions source) =>
                await store.Lake.Read(tenant, ResultKind.Features, name, folder => Check(folder, source), token) ?? throw Missing(tenant, name);

            FeatureCheckReport Check(string folder, FeatureBatchOptions source)
            {
                var check = new FeatureCheckOptions
                {
                    Folder = folder,
                    Source = source,
                    SampledRows = parsed.GetValue(rows),
                    Seed = parsed.GetValue(seed),
                };
                return ProgressView.Show(errors, progress => FeatureCheck.Run(check, progress, TimeProvider.System, token));
            }
        });
    }

    private static ConflictException Missing(TenantId tenant, FeatureSetName name) =>
        new($"client {tenant} has no result of {name}: 'secretmagic results list {tenant}' shows those that are there");

    private static void Show(IAnsiConsole console, FeatureCheckReport report)
    {
        foreach (var problem in report.Problems) console.Line(problem);
        Show(console, "stored", report.Differences, report.DifferencesByFeature);
        Show(console, "stored, though it knew no later row", report.Leaked, report.LeakedByFeature);
        var compared = $"{report.Values:N0} values in {report.Rows:N0} rows and {report.Files:N0} files compared, "
            + $"{report.SampledRows:N0} rows made again from their past";
        console.Line(report.Outcome switch
        {
            FeatureCheckReport.Equal => $"{report.FeatureSet}: equal, bit for bit; {compared}",
            FeatureCheckReport.Leaks => $"{report.FeatureSet}: features of the past have seen the future; {compared}",
            FeatureCheckReport.Different => $"{report.FeatureSet}: not what comes out again; {compared}",
            _ => $"{report.FeatureSet}: the inputs are not those it was made from, so nothing was compared",
        });
        if (report.Software != report.CheckedBy) console.Line($"made by {report.Software}, checked by {report.CheckedBy}");
    }

    private static void Show(IAnsiConsole console, string title, IReadOnlyCollection<ValueDifference> first, IReadOnlyDictionary<string, long> counts)
    {
        if (first.Count == 0) return;
        console.Table(
            ["file", "series", "time", "feature", title, "computed"],
            first.Select(one => new[] { one.File, one.Series, one.Time, one.Feature, one.Stored, one.Computed }), "");
        console.Line($"differences: {string.Join(", ", counts.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value:N0}"))}");
    }
}
