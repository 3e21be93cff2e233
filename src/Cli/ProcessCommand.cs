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
        var input = new Option<string>("--input", "-i")
        {
            Required = true,
            HelpName = "FILE|DIR",
            Description = "sales: CSV (plain or gzip) or Parquet with series_id, timestamp, target",
        };
        var folder = new Option<string?>("--output", "-o")
        {
            HelpName = "DIR",
            Description = "where DIR/features/{feature_set}/ is written; with --client the result is registered in its folder of the lake by default",
        };
        var features = new Option<string>("--features")
        {
            HelpName = "FILE",
            Description = "the feature set",
            DefaultValueFactory = _ => "configs/features.yaml",
        };
        var client = new Option<string?>("--client") { HelpName = "ID", Description = "the client whose data it is; its configuration must be confirmed" };
        var tables = new Option<bool>("--tables") { Description = "with --client: put the rows into the client's tables of the database, too" };
        var country = new Option<string?>("--country")
        {
            HelpName = "GB",
            Description = "the country, or country and region (GB-ENG), of the holidays",
        };
        var holidays = new Option<string?>("--holidays")
        {
            HelpName = "FILE",
            Description = "holidays of your own: date, name, optionally country; without --country they are the calendar",
        };
        var weather = new Option<string?>("--weather")
        {
            HelpName = "FILE",
            Description = "daily weather: date, optionally location, numeric columns",
        };
        var known = new Option<string?>("--known")
        {
            HelpName = "FILE",
            Description = "what is known ahead: series_id, timestamp and columns such as price; may reach beyond the sales",
        };
        var fixedColumns = new Option<string?>("--static")
        {
            HelpName = "FILE",
            Description = "one row a series: series_id and columns such as category, location",
        };
        var asOf = new Option<string?>("--as-of")
        {
            HelpName = "TIME",
            Description = "use only what was known by then: known_at of each fact, or its timestamp where the input has no known_at",
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
            input, folder, features, client, country, holidays, weather, known, fixedColumns, asOf, layout, horizon, format, tables,
        };
        shell.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var options = new FeatureBatchOptions
            {
                Input = parsed.GetRequiredValue(input),
                Output = parsed.GetValue(folder) ?? "",
                FeatureSet = parsed.GetRequiredValue(features),
                Client = parsed.GetValue(client),
                Country = parsed.GetValue(country),
                Holidays = parsed.GetValue(holidays),
                Weather = parsed.GetValue(weather),
                Known = parsed.GetValue(known),
                Static = parsed.GetValue(fixedColumns),
                AsOf = parsed.GetValue(asOf),
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
