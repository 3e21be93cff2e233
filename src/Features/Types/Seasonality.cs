using System.Globalization;

namespace SecretMagic.Features;

/// <summary>Where a row stands in the week, the month, the year, or in any period of its own.</summary>
internal static class Seasonality
{
    private static readonly string[] Parts =
        ["day_of_week", "day_of_month", "day_of_year", "week_of_year", "month", "quarter", "hour"];

    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "seasonality",
        Kind = FeatureKind.Known,
        Summary = "Where a row stands in the day, week, month, quarter and year, and Fourier terms of any period.",
        Formula = "day_of_week: Monday = 0; day_of_month, day_of_year, month and quarter from 1; week_of_year: ISO 8601; hour: 0 to "
            + "23, on grids finer than a day. fourier_{period}_sin_{k} = sin(2 pi k t / period), cos likewise; t is the number of grid "
            + "steps since 1970-01-01, so the phase does not depend on where a history starts.",
        NanMeaning = "Never NaN.",
        Cost = "A copy out of a table over the periods, made once for all series.",
        Example = "{ type: seasonality, of: [day_of_week] } on Monday 2024-01-01 gives 0, on Tuesday 1.",
        Names = [.. Parts, "fourier_{period}_sin_{k}", "fourier_{period}_cos_{k}"],
        Parameters =
        [
            new("of", ParameterShape.SomeOf(Parts), "The parts of the date.", "none"),
            new("fourier", FourierTerms.Shape,
                "Period in grid steps, and how many pairs of sine and cosine for it (k = 1 up to that order).", "none"),
            HistoryParameters.Optional,
        ],
    };

    private static void Compile(EntryCompiler entry)
    {
        if (!entry.Has("of") && !entry.Has("fourier")) entry.Fail("of", "Seasonality needs parts of the date (of), or fourier, or both.");
        foreach (var part in entry.Texts("of"))
        {
            if (part == "hour" && entry.Set.Frequency.IsDated) entry.Fail("of", $"A grid of {entry.Set.Frequency} has no hours.");
            else entry.Add(part, $"time|{part}", new TimeOperation(FormulaOf(part)));
        }

        FourierTerms.Compile(entry);
    }

    private static TimeFormula FormulaOf(string part)
    {
        Func<DateTime, int> read = part switch
        {
            "day_of_week" => date => ((int)date.DayOfWeek + 6) % 7,
            "day_of_month" => date => date.Day,
            "day_of_year" => date => date.DayOfYear,
            "week_of_year" => ISOWeek.GetWeekOfYear,
            "month" => date => date.Month,
            "quarter" => date => (date.Month + 2) / 3,
            "hour" => date => date.Hour,
            _ => throw new System.Diagnostics.UnreachableException(part),
        };
        return (grid, first, values) =>
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = read(DateTime.UnixEpoch.AddTicks(grid.LocalMicrosOf(first + i) * TimeSpan.TicksPerMicrosecond));
        };
    }
}
