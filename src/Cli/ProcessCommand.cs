using System.CommandLine;
using SecretMagic.Domain;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;

namespace SecretMagic.Cli;

/// <summary><c>secretmagic process</c>: sales in, features out.</summary>
internal static class ProcessCommand
{
    public static Command Create(TextWriter output, TextWriter errors, Surroundings around)
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
            Description = "where DIR/features/{feature_set}/ is written; with --client its folder below the setting lake.root by default",
        };
        var features = new Option<string>("--features")
        {
            HelpName = "FILE",
            Description = "the feature set",
            DefaultValueFactory = _ => "configs/features.yaml",
        };
        var client = new Option<string?>("--client") { HelpName = "ID", Description = "the client whose data it is; kept in the manifest" };
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
            input, folder, features, client, country, holidays, weather, known, fixedColumns, asOf, layout, horizon, format,
        };
        command.SetAction((parsed, token) =>
        {
            var options = new FeatureBatchOptions
            {
                Input = parsed.GetRequiredValue(input),
                Output = parsed.GetValue(folder) ?? FolderOf(parsed.GetValue(client), around),
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
            var result = ProgressView.Show(errors, progress => FeatureBatch.Run(options, progress, TimeProvider.System, token));
            FeatureReport.Write(output, result);
            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary>The folder of a client in the lake.</summary>
    private static string FolderOf(string? client, Surroundings around) => client is null
        ? throw new InputException("is missing: give a folder, or --client ID for its folder below the setting lake.root", column: "--output")
        : Path.Combine(Settings.Read(around, null, null).LakeRoot, Written.As<TenantId>(client, "--client").Value);
}
