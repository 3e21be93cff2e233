using System.CommandLine;
using SecretMagic.Bom;
using SecretMagic.Pipeline;

namespace SecretMagic.Cli;

/// <summary><c>secretmagic bom</c>: questions about recipes. Tables for people, <c>--json</c> for scripts.</summary>
internal static class BomCommand
{
    public static Command Create(TextWriter output) => new("bom", "Check recipes and ask what is in them.")
    {
        Check(output), WhereUsed(output), Peg(output), CanBuild(output), Allocate(output), Cost(output), Show(output),
    };

    private static Command Check(TextWriter output)
    {
        var question = new BomQuestionCommand("check", "Everything that is wrong or odd with recipes, at once. Exit code 2 for errors, 3 for cycles.");
        return question.Answers(
            output, (parsed, token) => BomQuestions.Check(question.Recipes.Of(parsed), token), (_, report) => report,
            (_, report) => BomPage.Check(output, report),
            report => report.Status switch { "ok" => 0, "cyclic" => report.Isolated.IsEmpty ? 3 : 0, _ => 2 });
    }

    private static Command WhereUsed(TextWriter output)
    {
        var question = new BomQuestionCommand("where-used", "What an item goes into, on all levels, with the quantity of it in one unit of each.")
            .WithItem().OnDay();
        return question.Answers(
            output,
            (parsed, token) => BomQuestions.WhereUsed(
                question.Recipes.Of(parsed), question.ItemOf(parsed), question.DayOf(parsed), question.SiteOf(parsed), token),
            (_, uses) => uses, (parsed, uses) => BomPage.WhereUsed(output, question.ItemOf(parsed), uses));
    }

    private static Command Peg(TextWriter output)
    {
        var demand = new Option<string>("--demand") { Required = true, HelpName = "FILE", Description = "demand: item, date, quantity [, site]" };
        var question = new BomQuestionCommand("peg", "From which dishes of a demand the requirement of an item comes.").WithItem();
        question.Command.Options.Add(demand);
        return question.Answers(
            output, (parsed, token) => BomQuestions.Peg(question.Recipes.Of(parsed), parsed.GetRequiredValue(demand), question.ItemOf(parsed), token),
            (_, parts) => parts, (parsed, parts) => BomPage.Peg(output, question.ItemOf(parsed), parts));
    }

    private static Command CanBuild(TextWriter output)
    {
        var stock = new Option<string>("--stock") { Required = true, HelpName = "FILE", Description = "stock: item, quantity [, site]" };
        var items = new Option<string[]>("--item") { HelpName = "CODE", Description = "an item, as often as wanted; by default every dish" };
        var question = new BomQuestionCommand("can-build", "How much of each dish the stock on hand is enough for, each made alone.").OnDay();
        question.Command.Options.Add(stock);
        question.Command.Options.Add(items);
        return question.Answers(
            output,
            (parsed, token) => BomQuestions.CanBuild(
                question.Recipes.Of(parsed), parsed.GetRequiredValue(stock), parsed.GetValue(items) ?? [], question.DayOf(parsed), question.SiteOf(parsed),
                token),
            (_, builds) => builds.Select(build => new
            {
                build.Item,
                Quantity = double.IsInfinity(build.Build.Quantity) ? (double?)null : build.Build.Quantity,
                build.Build.Limit,
            }),
            (_, builds) => BomPage.CanBuild(output, builds));
    }

    private static Command Allocate(TextWriter output)
    {
        var demand = new Option<string>("--demand")
        {
            Required = true,
            HelpName = "FILE",
            Description = "demand: item, date, quantity [, site]; its items are in the order of priority",
        };
        var stock = new Option<string>("--stock") { Required = true, HelpName = "FILE", Description = "stock: item, quantity [, site]" };
        var policy = new Option<string>("--policy")
        {
            Required = true,
            HelpName = "priority|proportional|fair",
            Description = "all it asks to the first item of the file, then to the next; the same part of what is asked; or the same quantity",
        };
        policy.AcceptOnlyFromAmong([.. Enum.GetNames<AllocationPolicy>().Select(name => name.ToLowerInvariant())]);
        var question = new BomQuestionCommand("allocate", "What each dish of a day gets of a stock that is not enough for all.").OnDay("the demand's first");
        foreach (var option in (Option[])[demand, stock, policy]) question.Command.Options.Add(option);
        return question.Answers(
            output,
            (parsed, token) => BomQuestions.Allocate(
                question.Recipes.Of(parsed), parsed.GetRequiredValue(demand), parsed.GetRequiredValue(stock),
                Enum.Parse<AllocationPolicy>(parsed.GetRequiredValue(policy), ignoreCase: true), question.DayIfGiven(parsed), question.SiteOf(parsed), token),
            (parsed, answer) => new
            {
                Policy = parsed.GetRequiredValue(policy),
                Day = $"{answer.Day:yyyy-MM-dd}",
                answer.Allocation.Shares,
                answer.Allocation.Scarce,
            },
            (parsed, answer) => BomPage.Allocate(output, parsed.GetRequiredValue(policy), answer.Day, answer.Allocation));
    }

    private static Command Cost(TextWriter output)
    {
        var prices = new Option<string>("--prices") { Required = true, HelpName = "FILE", Description = "prices of one unit: item, price" };
        var question = new BomQuestionCommand("cost", "What the materials of one unit of each item cost.").OnDay();
        question.Command.Options.Add(prices);
        return question.Answers(
            output,
            (parsed, token) => BomQuestions.Cost(
                question.Recipes.Of(parsed), parsed.GetRequiredValue(prices), question.DayOf(parsed), question.SiteOf(parsed), token),
            (_, costs) => costs.Select(cost => new
            {
                cost.Item,
                Cost = double.IsNaN(cost.Cost.Value) ? (double?)null : cost.Cost.Value,
                cost.Cost.MissingPrice,
            }),
            (_, costs) => BomPage.Cost(output, costs));
    }

    private static Command Show(TextWriter output)
    {
        var svg = new Option<string?>("--svg") { HelpName = "FILE.svg", Description = "draw it; an existing file is replaced" };
        var question = new BomQuestionCommand("show", "The recipe of an item down to what is bought, as a tree or as a drawing.").WithItem().OnDay();
        question.Command.Options.Add(svg);
        question.Command.SetAction((parsed, token) =>
        {
            var picture = BomQuestions.Picture(
                question.Recipes.Of(parsed), question.ItemOf(parsed), question.DayOf(parsed), question.SiteOf(parsed), token);
            if (parsed.GetValue(svg) is { } file) Draw(output, picture, file);
            else if (question.IsJson(parsed)) output.WriteLine(ResultJson.Text(picture));
            else BomPage.Show(output, picture);
            return Task.FromResult(0);
        });
        return question.Command;
    }

    private static void Draw(TextWriter output, RecipePicture picture, string file)
    {
        if (picture.Nodes.Length > RecipePicture.MostNodes)
        {
            throw new InputException(
                $"{picture.Root} has {picture.Nodes.Length:N0} items, more than the {RecipePicture.MostNodes} that a drawing is readable with; "
                + "draw one of its components, or leave --svg out", column: "--svg");
        }

        File.WriteAllText(file, RecipeSvg.Draw(picture));
        output.WriteLine($"{picture.Nodes.Length:N0} items, {picture.Edges.Length:N0} lines; drawing: {file}");
    }
}
