namespace SecretMagic.Features;

/// <summary>The values a parameter takes: in words that complete "must be ...", and as a test.</summary>
internal sealed record ParameterShape(string Range, Func<ParameterValue, bool> Holds)
{
    public static ParameterShape Flag { get; } = new("true or false", value => value is ParameterValue.Flag);

    public static ParameterShape Text { get; } = new("a text", IsText);

    public static ParameterShape Texts { get; } =
        new("a list of texts that is not empty, such as [price, stock]", value => IsList(value, IsText));

    public static ParameterShape Whole(int least, int most) =>
        new($"a whole number from {least} to {most}", value => IsWhole(value, least, most));

    public static ParameterShape Wholes(int least, int most) =>
        new($"a list of whole numbers from {least} to {most}, such as [7, 28]", value => IsList(value, item => IsWhole(item, least, most)));

    public static ParameterShape Number { get; } = new("a number", value => NumberIn(value) is not null);

    public static ParameterShape Above(double bound) =>
        new($"a number above {bound}", value => NumberIn(value) is { } number && number > bound);

    public static ParameterShape AboveUpTo(double bound, double most) =>
        new($"a number in ({bound}, {most}]", value => NumberIn(value) is { } number && number > bound && number <= most);

    public static ParameterShape From(double least) =>
        new($"a number from {least} on", value => NumberIn(value) is { } number && number >= least);

    public static ParameterShape Within(double least, double most) =>
        new($"a number from {least} to {most}", value => NumberIn(value) is { } number && number >= least && number <= most);

    public static ParameterShape OneOf(params string[] names) =>
        new($"one of {string.Join(", ", names)}", value => value is ParameterValue.Text { Value: var name } && names.Contains(name));

    public static ParameterShape SomeOf(params string[] names) =>
        new($"a list of some of {string.Join(", ", names)}",
            value => IsList(value, item => item is ParameterValue.Text { Value: var name } && names.Contains(name)));

    private static bool IsText(ParameterValue value) => value is ParameterValue.Text { Value.Length: > 0 };

    private static double? NumberIn(ParameterValue value) =>
        value is ParameterValue.Number { Value: var number } && double.IsFinite(number) ? number : null;

    private static bool IsWhole(ParameterValue value, int least, int most) =>
        NumberIn(value) is { } number && number >= least && number <= most && Math.Floor(number) == number;

    private static bool IsList(ParameterValue value, Func<ParameterValue, bool> holds) =>
        value is ParameterValue.Items { Values: { Length: > 0 } items } && items.All(holds);
}
