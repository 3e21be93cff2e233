using System.CommandLine;
using SecretMagic.Pipeline;

namespace SecretMagic.Cli;

/// <summary><c>secretmagic explode</c>: demand for dishes in, materials and their coverage out.</summary>
internal static class ExplodeCommand
{
    public static Command Create(TextWriter output, TextWriter errors)
    {
        var recipes = new RecipeOptions();
        var demand = new Option<string>("--demand")
        {
            Required = true,
            HelpName = "FILE",
            Description = "demand: item, date, quantity [, site]",
        };
        var stock = new Option<string?>("--stock") { HelpName = "FILE", Description = "stock: item, quantity [, site, date]" };
        var folder = new Option<string>("--output", "-o")
        {
            Required = true,
            HelpName = "DIR",
            Description = "where requirements, coverage, supply and summary.json are written; DIR is replaced whole",
        };
        var levels = new Option<int>("--max-levels")
        {
            HelpName = "N",
            Description = "the deepest level that is exploded",
            DefaultValueFactory = _ => 5,
        };
        var format = FormatOption.Create();

        var command = new Command("explode", "Explode demand through recipes and compare it with stock.");
        recipes.AddTo(command);
        foreach (var option in (Option[])[demand, stock, folder, levels, format]) command.Options.Add(option);
        command.SetAction((parsed, token) =>
        {
            var options = new ExplosionBatchOptions
            {
                Recipes = recipes.Of(parsed),
                Demand = parsed.GetRequiredValue(demand),
                Stock = parsed.GetValue(stock),
                Output = parsed.GetRequiredValue(folder),
                MaxLevels = parsed.GetValue(levels),
                Format = FormatOption.Of(parsed.GetRequiredValue(format)),
            };
            var result = ProgressView.Show(errors, progress => ExplosionBatch.Run(options, progress, TimeProvider.System, token));
            ExplosionReport.Write(output, result);
            return Task.FromResult(0);
        });
        return command;
    }
}
