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
        var folder = new Option<string?>("--output", "-o")
        {
            HelpName = "DIR",
            Description = "where requirements, coverage, supply and summary.json are written; DIR is replaced whole; "
                + "with --client the result is registered in its folder of the lake by default, as with --partial",
        };
        var levels = new Option<int>("--max-levels")
        {
            HelpName = "N",
            Description = "the deepest level that is exploded; with --client as configured by default",
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
                Output = parsed.GetValue(folder) ?? "",
                MaxLevels = parsed.GetValue(levels),
                IsPartial = parsed.GetValue(partial),
                Format = FormatOption.Of(parsed.GetRequiredValue(format)),
            };
            var isPublished = parsed.GetValue(folder) is null;
            if (isPublished && parsed.GetValue(client) is null)
                throw new InputException("is missing: give a folder, or --client ID for its folder of the lake", column: "--output");
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
                int? asked = parsed.GetResult(levels) is { Implicit: false } ? options.MaxLevels : null;
                var configured = ClientExplosion.Configured(await ClientChange.Read(store, tenant, stop), options, asked, recipes.NamesCycles(parsed));
                var result = await run.Logged(
                    () => isPublished ? Publish(run, configured with { IsPartial = true }, stop) : Task.FromResult(Make(configured, stop)),
                    made => made.Report.RequirementRows);
                return new Answer(result.Report, _ => ExplosionReport.Write(output, result), ExitCodeOf(result));
            }, token);
        });
        return command;

        Task<ExplosionBatchResult> Publish(ClientRun run, ExplosionBatchOptions options, CancellationToken token) =>
            new ClientExplosion(run, ExplosionRequest.Open(options, TimeProvider.System, token)).Publish(
                request => ProgressView.Show(errors, progress => ExplosionBatch.Run(request, progress, token)), token);

        ExplosionBatchResult Make(ExplosionBatchOptions options, CancellationToken token) =>
            ProgressView.Show(errors, progress => ExplosionBatch.Run(options, progress, TimeProvider.System, token));
    }

    private static int ExitCodeOf(ExplosionBatchResult result) => result.Report.Failures.IsEmpty ? 0 : DoneInPart;
}
