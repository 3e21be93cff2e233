using System.CommandLine;
using System.Globalization;
using SecretMagic.Pipeline;

namespace SecretMagic.Cli;

/// <summary>A command about a recipe book, with the options that its kind has.</summary>
internal sealed class BomQuestionCommand
{
    private readonly Option<string> _item = new("--item") { Required = true, HelpName = "CODE", Description = "the item" };
    private readonly Option<bool> _json = new("--json") { Description = "as JSON" };
    private readonly Option<string?> _day = new("--on") { HelpName = "DATE" };
    private readonly Option<string?> _site = new("--site") { HelpName = "SITE", Description = "the site whose recipes count" };

    public BomQuestionCommand(string name, string description)
    {
        Command = new Command(name, description);
        Recipes.AddTo(Command);
        Command.Options.Add(_json);
    }

    public Command Command { get; }

    public RecipeOptions Recipes { get; } = new();

    public BomQuestionCommand WithItem()
    {
        Command.Options.Add(_item);
        return this;
    }

    public BomQuestionCommand OnDay(string byDefault = "today")
    {
        _day.Description = $"the day whose recipes count, such as 2026-01-31; {byDefault} by default";
        Command.Options.Add(_day);
        Command.Options.Add(_site);
        return this;
    }

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>Answers the question, as JSON where that was asked for.</summary>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="ask">What is answered.</param>
    /// <param name="json">The answer for scripts.</param>
    /// <param name="show">The answer for people.</param>
    /// <param name="exitCode">How the program ends; 0 by default.</param>
    public Command Answers<T>(
        TextWriter output, Func<ParseResult, CancellationToken, T> ask, Func<ParseResult, T, object?> json, Action<ParseResult, T> show,
        Func<T, int>? exitCode = null)
    {
        Command.SetAction((parsed, token) =>
        {
            var answer = ask(parsed, token);
            if (IsJson(parsed)) output.WriteLine(ResultJson.Text(json(parsed, answer)));
            else show(parsed, answer);
            return Task.FromResult(exitCode?.Invoke(answer) ?? 0);
        });
        return Command;
    }

    public string ItemOf(ParseResult parsed) => parsed.GetRequiredValue(_item);

    public string SiteOf(ParseResult parsed) => parsed.GetValue(_site) ?? "";

    public DateOnly DayOf(ParseResult parsed) => DayIfGiven(parsed) ?? DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().Date);

    public DateOnly? DayIfGiven(ParseResult parsed)
    {
        if (parsed.GetValue(_day) is not { } written) return null;
        return DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new InputException($"'{written}' is no date such as 2026-01-31", column: "--on");
    }
}
