using System.CommandLine;
using SecretMagic.Domain;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Cli;

/// <summary><c>secretmagic process</c>: sales in, features out.</summary>
internal static class ProcessCommand
{
    public static Command Create(TextWriter output, TextWriter errors, MetadataShell shell)
    {
        var inputs = new FeatureInputOptions();
        var folder = new Option<string?>("--output", "-o")
        {
            HelpName = "DIR",
            Description = "where DIR/features/{feature_set}/ is written; with --client the result is registered in its folder of the lake by default",
        };
        var client = new Option<string?>("--client") { HelpName = "ID", Description = "the client whose data it is; its configuration must be confirmed" };
        var tables = new Option<bool>("--tables") { Description = "with --client: put the rows into the client's tables of the database, too" };
        var country = new Option<string?>("--country")
        {
            HelpName = "GB",
            Description = "the country, or country and region (GB-ENG), of the holidays",
        };
        var layout = new Option<string>("--layout")
        {
            HelpName = "files|autogluon",
            Description = "how the files are laid out: a folder a year, or what AutoGluon reads, with the lists of columns",
            DefaultValueFactory = _ => "files",
        };
        layout.AcceptOnlyFromAmong("files", "autogluon");
        var horizon = new Option<int?>("--horizon")
        {
            HelpName = "STEPS",
            Description = "with --layout autogluon: the length of the forecast; by default the only horizon of the feature set",
        };
        var format = FormatOption.Create();

        var command = new Command("process", "Turn sales into features.")
        {
            inputs.Sales, folder, inputs.FeatureSet, client, country, inputs.Holidays, inputs.Weather, inputs.Known, inputs.Static, inputs.AsOf, layout,
            horizon, format, tables,
        };
        shell.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var options = inputs.Of(parsed) with
            {
                Output = parsed.GetValue(folder) ?? "",
                Client = parsed.GetValue(client),
                Country = parsed.GetValue(country),
                Layout = parsed.GetRequiredValue(layout) == "autogluon" ? FeatureLayout.AutoGluon : FeatureLayout.Files,
                Horizon = parsed.GetValue(horizon),
                Format = FormatOption.Of(parsed.GetRequiredValue(format)),
            };
            var isPublished = parsed.GetValue(folder) is null;
            if (isPublished && options.Client is null)
                throw new InputException("is missing: give a folder, or --client ID for its folder of the lake", column: "--output");
            if (parsed.GetValue(tables)) RequireTableForm(options, isPublished);
            if (options.Client is not { } name)
            {
                FeatureReport.Write(output, Make(options, token));
                return 0;
            }

            var tenant = Written.As<TenantId>(name, "--client");
            return await shell.Use(parsed, async (store, stamp, stop) =>
            {
                var run = new ClientRun(store, await ClientChange.Clear(store, tenant, WorkKind.Features, stop), WorkKind.Features, stamp);
                var (result, rows) = await run.Logged(
                    async () =>
                    {
                        if (!isPublished) return (Result: Make(options, stop), InTables: null);
                        var features = new ClientFeatures(run, FeatureRequest.Open(options, TimeProvider.System, stop));
                        var made = await features.Publish(
                            request => ProgressView.Show(errors, progress => FeatureBatch.Run(request, progress, stop)), stop);
                        return (Result: made, InTables: parsed.GetValue(tables) ? await features.PublishTables(stop) : (long?)null);
                    },
                    made => made.Result.Manifest.Rows);
                return new Answer(result.Manifest, console =>
                {
                    FeatureReport.Write(output, result);
                    if (rows is not null) console.Line($"tables: {rows:N0} rows");
                });
            }, token);
        });
        return command;

        FeatureBatchResult Make(FeatureBatchOptions options, CancellationToken token) =>
            ProgressView.Show(errors, progress => FeatureBatch.Run(options, progress, TimeProvider.System, token));
    }

    /// <summary>Rows of tables come from a registered result whose files are all alike.</summary>
    private static void RequireTableForm(FeatureBatchOptions options, bool isPublished)
    {
        if (options.Client is null || !isPublished)
            throw new InputException("the tables of a client have its registered result: give --client ID, and no --output", column: "--tables");
        if (options.Format != LakeFormat.Parquet || options.Layout != FeatureLayout.Files)
            throw new InputException("needs --format parquet and --layout files", column: "--tables");
    }
}
