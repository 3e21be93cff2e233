using System.Collections.Immutable;
using System.CommandLine;
using SecretMagic.Pipeline;

namespace SecretMagic.Cli;

/// <summary><c>secretmagic plot</c>: columns of one series of a result as an SVG chart.</summary>
internal static class PlotCommand
{
    public static Command Create(TextWriter output)
    {
        var input = new Option<string>("--input", "-i") { Required = true, HelpName = "DIR", Description = "a result, such as out/features/demand_v1" };
        var series = new Option<string>("--series", "-s") { Required = true, HelpName = "KEY", Description = "the series that is drawn" };
        var columns = new Option<string>("--columns", "-c")
        {
            HelpName = "A,B",
            Description = "the columns that are drawn",
            DefaultValueFactory = _ => "target",
        };
        var right = new Option<string?>("--right") { HelpName = "A,B", Description = "columns with an axis of their own, at the right" };
        var marks = new Option<string?>("--mark") { HelpName = "A,B", Description = "columns of 0 and 1 whose ones are drawn as bands" };
        var from = new Option<string?>("--from") { HelpName = "DATE", Description = "the first day that is drawn" };
        var to = new Option<string?>("--to") { HelpName = "DATE", Description = "the last day that is drawn" };
        var step = new Option<bool>("--step") { Description = "hold each value for its period, instead of a line from value to value" };
        var title = new Option<string?>("--title") { HelpName = "TEXT", Description = "the words above the chart" };
        var file = new Option<string>("--output", "-o") { Required = true, HelpName = "FILE.svg", Description = "the chart; an existing file is replaced" };
        var command = new Command("plot", "Draw features of one series.") { input, series, columns, right, marks, from, to, step, title, file };
        command.SetAction((parsed, token) =>
        {
            var result = SeriesPlot.Run(
                new PlotOptions
                {
                    Input = parsed.GetRequiredValue(input),
                    Series = parsed.GetRequiredValue(series),
                    Columns = Names(parsed.GetRequiredValue(columns)),
                    Right = Names(parsed.GetValue(right)),
                    Marks = Names(parsed.GetValue(marks)),
                    From = parsed.GetValue(from),
                    To = parsed.GetValue(to),
                    IsStepped = parsed.GetValue(step),
                    Title = parsed.GetValue(title),
                    Output = parsed.GetRequiredValue(file),
                },
                token);
            var drawn = result.Columns.Select(column => column.Missing == 0 ? column.Name : $"{column.Name} ({column.Missing:N0} missing)");
            output.WriteLine($"{result.Rows:N0} rows, {result.First} to {result.Last}: {string.Join(", ", drawn)}; chart: {result.File}");
            return Task.FromResult(0);
        });
        return command;
    }

    private static ImmutableArray<string> Names(string? list) =>
        [.. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
