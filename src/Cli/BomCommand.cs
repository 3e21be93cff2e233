using System.CommandLine;
using System.Globalization;
using SecretMagic.Pipeline;

namespace SecretMagic.Cli;

/// <summary><c>secretmagic bom</c>: questions about recipes. Tables for people, <c>--json</c> for scripts.</summary>
internal static class BomCommand
{
    public static Command Create(TextWriter output) => new("bom", "Check recipes and ask what is in them.")
    {
        Check(output), WhereUsed(output), Peg(output), CanBuild(output), Cost(output), Show(output),
    };

    private static Command Check(TextWriter output)
    {
        var question = new Question("check", "Everything that is wrong or odd with recipes, at once. Exit code 2 for errors, 3 for cycles.");
        question.Command.SetAction((parsed, token) =>
        {
            var report = BomQuestions.Check(question.Recipes.Of(parsed), token);
            if (question.IsJson(parsed)) WriteJson(output, report);
            else BomPage.Check(output, report);
            return Task.FromResult(report.Status switch { "ok" => 0, "cyclic" => report.Isolated.IsEmpty ? 3 : 0, _ => 2 });
        });
        return question.Command;
    }

    private static Command WhereUsed(TextWriter output)
    {
        var question = new Question("where-used", "What an item goes into, on all levels, with the quantity of it in one unit of each.").WithItem().OnDay();
        question.Command.SetAction((parsed, token) =>
        {
            var uses = BomQuestions.WhereUsed(question.Recipes.Of(parsed), question.ItemOf(parsed), question.DayOf(parsed), question.SiteOf(parsed), token);
            if (question.IsJson(parsed)) WriteJson(output, uses);
            else BomPage.WhereUsed(output, question.ItemOf(parsed), uses);
            return Task.FromResult(0);
        });
        return question.Command;
    }

    private static Command Peg(TextWriter output)
    {
        var demand = new Option<string>("--demand") { Required = true, HelpName = "FILE", Description = "demand: item, date, quantity [, site]" };
        var question = new Question("peg", "From which dishes of a demand the requirement of an item comes.").WithItem();
        question.Command.Options.Add(demand);
        question.Command.SetAction((parsed, token) =>
        {
            var parts = BomQuestions.Peg(question.Recipes.Of(parsed), parsed.GetRequiredValue(demand), question.ItemOf(parsed), token);
            if (question.IsJson(parsed)) WriteJson(output, parts);
            else BomPage.Peg(output, question.ItemOf(parsed), parts);
            return Task.FromResult(0);
        });
        return question.Command;
    }

    private static Command CanBuild(TextWriter output)
    {
        var stock = new Option<string>("--stock") { Required = true, HelpName = "FILE", Description = "stock: item, quantity [, site]" };
        var items = new Option<string[]>("--item") { HelpName = "CODE", Description = "an item, as often as wanted; by default every dish" };
        var question = new Question("can-build", "How much of each dish the stock on hand is enough for, each made alone.").OnDay();
        question.Command.Options.Add(stock);
        question.Command.Options.Add(items);
        question.Command.SetAction((parsed, token) =>
        {
            var builds = BomQuestions.CanBuild(
                question.Recipes.Of(parsed), parsed.GetRequiredValue(stock), parsed.GetValue(items) ?? [], question.DayOf(parsed), question.SiteOf(parsed),
                token);
            if (question.IsJson(parsed))
            {
                WriteJson(output, builds.Select(build => new
                {
                    build.Item,
                    Quantity = double.IsInfinity(build.Build.Quantity) ? (double?)null : build.Build.Quantity,
                    build.Build.Limit,
                }));
            }
            else BomPage.CanBuild(output, builds);
            return Task.FromResult(0);
        });
        return question.Command;
    }

    private static Command Cost(TextWriter output)
    {
        var prices = new Option<string>("--prices") { Required = true, HelpName = "FILE", Description = "prices of one unit: item, price" };
        var question = new Question("cost", "What the materials of one unit of each item cost.").OnDay();
        question.Command.Options.Add(prices);
        question.Command.SetAction((parsed, token) =>
        {
            var costs = BomQuestions.Cost(
                question.Recipes.Of(parsed), parsed.GetRequiredValue(prices), question.DayOf(parsed), question.SiteOf(parsed), token);
            if (question.IsJson(parsed))
                WriteJson(output, costs.Select(cost => new { cost.Item, Cost = double.IsNaN(cost.Cost) ? (double?)null : cost.Cost }));
            else BomPage.Cost(output, costs);
            return Task.FromResult(0);
        });
        return question.Command;
    }

    private static Command Show(TextWriter output)
    {
        var svg = new Option<string?>("--svg") { HelpName = "FILE.svg", Description = "draw it; an existing file is replaced" };
        var question = new Question("show", "The recipe of an item down to what is bought, as a tree or as a drawing.").WithItem().OnDay();
        question.Command.Options.Add(svg);
        question.Command.SetAction((parsed, token) =>
        {
            var picture = BomQuestions.Picture(
                question.Recipes.Of(parsed), question.ItemOf(parsed), question.DayOf(parsed), question.SiteOf(parsed), token);
            if (parsed.GetValue(svg) is { } file) Draw(output, picture, file);
            else if (question.IsJson(parsed)) WriteJson(output, picture);
            else BomPage.Show(output, picture);
            return Task.FromResult(0);
        });
        return question.Command;
    }

    private static void WriteJson<T>(TextWriter output, T answer) => output.WriteLine(ResultJson.Text(answer));

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

    /// <summary>A command about a recipe book, with the options that its kind has.</summary>
    private sealed class Question
    {
        private readonly Option<string> _item = new("--item") { Required = true, HelpName = "CODE", Description = "the item" };
        private readonly Option<bool> _json = new("--json") { Description = "as JSON" };
        private readonly Option<string?> _day = new("--on")
        {
            HelpName = "DATE",
            Description = "the day whose recipes count, such as 2026-01-31; today by default",
        };

        private readonly Option<string?> _site = new("--site") { HelpName = "SITE", Description = "the site whose recipes count" };

        public Question(string name, string description)
        {
            Command = new Command(name, description);
            Recipes.AddTo(Command);
            Command.Options.Add(_json);
        }

        public Command Command { get; }

        public RecipeOptions Recipes { get; } = new();

        public Question WithItem()
        {
            Command.Options.Add(_item);
            return this;
        }

        public Question OnDay()
        {
            Command.Options.Add(_day);
            Command.Options.Add(_site);
            return this;
        }

        public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

        public string ItemOf(ParseResult parsed) => parsed.GetRequiredValue(_item);

        public string SiteOf(ParseResult parsed) => parsed.GetValue(_site) ?? "";

        public DateOnly DayOf(ParseResult parsed)
        {
            if (parsed.GetValue(_day) is not { } written) return DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().Date);
            return DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day
                : throw new InputException($"'{written}' is no date such as 2026-01-31", column: "--on");
        }
    }
}
