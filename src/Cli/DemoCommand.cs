using System.CommandLine;
using SecretMagic.Pipeline;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Cli;

/// <summary><c>secretmagic demo</c>: both jobs on the bundled real data, by the same steps as the other commands.</summary>
internal static class DemoCommand
{
    public static Command Create(TextWriter output, TextWriter errors)
    {
        var data = new Option<string>("--data") { HelpName = "DIR", Description = "the bundled data", DefaultValueFactory = _ => "data" };
        var folder = new Option<string>("--output", "-o")
        {
            HelpName = "DIR",
            Description = "where the results are written",
            DefaultValueFactory = _ => "out",
        };
        var features = new Option<string>("--features")
        {
            HelpName = "FILE",
            Description = "the feature set",
            DefaultValueFactory = _ => "configs/features.yaml",
        };
        var command = new Command("demo", "Prepare the bundled real data: a shop's sales, a kitchen's dishes.") { data, folder, features };
        command.SetAction((parsed, token) =>
        {
            Run(parsed.GetRequiredValue(data), parsed.GetRequiredValue(folder), parsed.GetRequiredValue(features), output, errors, token);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Run(string data, string folder, string features, TextWriter output, TextWriter errors, CancellationToken token)
    {
        output.WriteLine("1. A shop: daily sales of a UK online shop (real), with the holidays of England");
        var shop = new FeatureBatchOptions
        {
            Input = Path.Combine(data, "retail", "online_retail_daily.csv.gz"),
            Output = Path.Combine(folder, "demo-shop"),
            FeatureSet = features,
            Client = "demo-shop",
            Country = "GB-ENG",
        };
        FeatureReport.Write(output, ProgressView.Show(errors, progress => FeatureBatch.Run(shop, progress, TimeProvider.System, token)));

        var kitchen = Path.Combine(folder, "demo-kitchen");
        var inputs = Path.Combine(kitchen, "input");
        output.WriteLine();
        output.WriteLine("2. A kitchen: dishes with weather and holidays. " + DemoKitchen.Rule);
        ProgressView.Show(errors, progress =>
        {
            progress.Report(new BatchProgress("Borrow the demand", 0, 0));
            DemoKitchen.Write(data, inputs, token);
            return 0;
        });
        var dishes = new FeatureBatchOptions
        {
            Input = Path.Combine(inputs, "sales.csv"),
            Output = kitchen,
            FeatureSet = features,
            Client = "demo-kitchen",
            Country = "US",
            Weather = Path.Combine(data, "weather", "seattle-weather.csv"),
        };
        FeatureReport.Write(output, ProgressView.Show(errors, progress => FeatureBatch.Run(dishes, progress, TimeProvider.System, token)));

        output.WriteLine();
        output.WriteLine("3. The same kitchen: the last 28 days of the borrowed demand, exploded through the real recipes and compared with the stock");
        var explosion = new ExplosionBatchOptions
        {
            Recipes = new RecipeFiles { Bom = Path.Combine(inputs, "bom.csv"), Items = Path.Combine(inputs, "items.csv") },
            Demand = Path.Combine(inputs, "demand.csv"),
            Stock = Path.Combine(inputs, "stock.csv"),
            Output = Path.Combine(kitchen, "materials"),
            MaxLevels = 5,
            Format = LakeFormat.Parquet,
        };
        ExplosionReport.Write(output, ProgressView.Show(errors, progress => ExplosionBatch.Run(explosion, progress, TimeProvider.System, token)));
        output.WriteLine();
        var files = Path.Combine(folder, "demo-shop", "features", "*", "*", "*.parquet");
        output.WriteLine($"Open the results: SELECT * FROM '{files}' in DuckDB; Polars and pandas read the same files.");
    }
}
