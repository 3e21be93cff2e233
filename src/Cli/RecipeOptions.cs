using System.CommandLine;
using SecretMagic.Bom;
using SecretMagic.Pipeline;

namespace SecretMagic.Cli;

/// <summary>The options that name a recipe book, the same for every command that reads one.</summary>
internal sealed class RecipeOptions
{
    private const string Fail = "fail", Isolate = "isolate";

    private readonly Option<string> _bom = new("--bom")
    {
        Required = true,
        HelpName = "FILE",
        Description = "recipes: parent, component, quantity [, per, unit, scrap, yield, fixed, valid_from, valid_to, produced_at, ...]",
    };

    private readonly Option<string?> _items = new("--items")
    {
        HelpName = "FILE",
        Description = "items: item [, name, unit, scrap, yield, produced_at, phantom, lead_days, lot_min, ...]",
    };

    private readonly Option<string?> _conversions = new("--conversions") { HelpName = "FILE", Description = "units: from, to, factor [, item]" };

    private readonly Option<string?> _outputs = new("--outputs")
    {
        HelpName = "FILE",
        Description = "by- and co-products: process, item, quantity [, per, drives]",
    };

    private readonly Option<string?> _routes = new("--routes")
    {
        HelpName = "FILE",
        Description = "from where sites take items whole: item, site, from [, days]",
    };

    private readonly Option<string> _cycles = new Option<string>("--cycles")
    {
        HelpName = "fail|isolate",
        Description = "recipes that need themselves: refuse them, or leave them out and say so",
        DefaultValueFactory = _ => Fail,
    }.AcceptOnlyFromAmong(Fail, Isolate);

    private Option[] All => [_bom, _items, _conversions, _outputs, _routes, _cycles];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All) command.Options.Add(option);
    }

    /// <summary>Whether cycles are to be named and not isolated; null when nobody said.</summary>
    public bool? NamesCycles(ParseResult parsed) => parsed.GetResult(_cycles) is { Implicit: false } ? Of(parsed).Cycles == CycleDetection.Fail : null;

    /// <summary>What was given.</summary>
    public RecipeFiles Of(ParseResult parsed) => NamedOptions.Recipes(Written.Of(parsed, All));
}
