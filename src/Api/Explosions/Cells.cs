using System.Collections.Immutable;
using System.Globalization;
using SecretMagic.Domain;
using SecretMagic.Pipeline;

namespace SecretMagic.Api;

/// <summary>Rows of a body as the cells of a table; what no cell can hold is collected with its place in the body.</summary>
/// <param name="errors">Where what is wrong goes.</param>
internal sealed class Cells(List<ProblemError> errors)
{
    private const int LongestText = 200;
    private const double Greatest = 1e15;

    /// <summary>The rows of a member.</summary>
    /// <param name="member">Its name.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="values">The values of a row, in the order of the columns.</param>
    internal GivenTable Of<T>(string member, IReadOnlyList<T> rows, ImmutableArray<string> columns, Func<T, object?[]> values) where T : class
    {
        var cells = new List<string?[]>(rows.Count);
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows[row] is not { } given)
            {
                errors.Add(new ProblemError($"{member}[{row}]", "a row is needed, not null"));
                continue;
            }

            var texts = values(given);
            var line = new string?[texts.Length];
            for (var at = 0; at < texts.Length; at++) line[at] = Cell(texts[at], $"{member}[{row}].{columns[at]}");
            cells.Add(line);
        }

        return new GivenTable(columns, cells);
    }

    private string? Cell(object? value, string place)
    {
        var (text, wrong) = value switch
        {
            null => (null, null),
            string given when given.Length > LongestText => (given, $"has {given.Length} characters: at most {LongestText} are allowed"),
            string given when given.Length == 0 || given.Contains('\n') || given.Contains('\t') || FreeText.Cleaned(given, LongestText) != given
                || string.IsNullOrWhiteSpace(given) => (given, "is empty or has control characters or broken ones"),
            string given => (given, null),
            double number => (number.ToString("R", CultureInfo.InvariantCulture), double.IsFinite(number) && Math.Abs(number) <= Greatest
                ? null : $"is not a number from -{Greatest:0} to {Greatest:0}"),
            Amount amount => (amount.Value.ToString("R", CultureInfo.InvariantCulture), amount.Value is >= 0 and <= Greatest
                ? null : $"is not a number from 0 to {Greatest:0}"),
            bool isTrue => (isTrue ? "true" : "false", null),
            DateOnly day => (day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), null),
            _ => (Convert.ToString(value, CultureInfo.InvariantCulture), (string?)null),
        };
        if (wrong is not null) errors.Add(new ProblemError(place, wrong));
        return text;
    }

    /// <summary>A number that is not negative.</summary>
    internal sealed record Amount(double Value);
}
