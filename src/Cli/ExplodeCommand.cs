using System.CommandLine;
using SecretMagic.Domain;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;

namespace SecretMagic.Cli;

/// <summary><c>secretmagic explode</c>: demand for dishes in, materials and their coverage out.</summary>
internal static class ExplodeCommand
{
    private const int DoneInPart = 4;

    public static Command Create(TextWriter output, TextWriter errors, MetadataShell shell)
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
        var partial = new Option<bool>("--partial")
        {
            Description = "leave out the dishes that cannot be exploded, name them, and do the rest; exit code 4 then",
        };
        var client = new Option<string?>("--client") { HelpName = "ID", Description = "the client whose data it is; its configuration must be confirmed" };
        var format = FormatOption.Create();

        var command = new Command("explode", "Explode demand through recipes and compare it with stock.");
        recipes.AddTo(command);
        foreach (var option in (Option[])[demand, stock, folder, client, levels, partial, format]) command.Options.Add(option);
        shell.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var options = new ExplosionBatchOptions
            {
                Recipes = recipes.Of(parsed),
                Demand = parsed.GetRequiredValue(demand),
                Stock = parsed.GetValue(stock),
                Output = parsed.GetRequiredValue(folder),
                MaxLevels = parsed.GetValue(levels),
                IsPartial = parsed.GetValue(partial),
                Format = FormatOption.Of(parsed.GetRequiredValue(format)),
            };
            if (parsed.GetValue(client) is not { } name)
            {
                var made = Make(options, token);
                ExplosionReport.Write(output, made);
                return ExitCodeOf(made);
            }

            var tenant = Written.As<TenantId>(name, "--client");
            return await shell.Use(parsed, async (store, stamp, stop) =>
            {
                var run = new ClientRun(store, await ClientChange.Clear(store, tenant, WorkKind.Bom, stop), WorkKind.Bom, stamp);
                var result = await run.Logged(() => Task.FromResult(Make(options, stop)), made => made.Report.RequirementRows);
                return new Answer(result.Report, _ => ExplosionReport.Write(output, result), ExitCodeOf(result));
            }, token);
        });
        return command;

        ExplosionBatchResult Make(ExplosionBatchOptions options, CancellationToken token) =>
            ProgressView.Show(errors, progress => ExplosionBatch.Run(options, progress, TimeProvider.System, token));
    }

    private static int ExitCodeOf(ExplosionBatchResult result) => result.Report.Failures.IsEmpty ? 0 : DoneInPart;
}
