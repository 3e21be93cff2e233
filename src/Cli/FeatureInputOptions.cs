using System.CommandLine;
using SecretMagic.Pipeline;

namespace SecretMagic.Cli;

/// <summary>The options that name what features are made from, the same for every command that makes them.</summary>
internal sealed class FeatureInputOptions
{
    public Option<string> Sales { get; } = new("--input", "-i")
    {
        Required = true,
        HelpName = "FILE|DIR",
        Description = "sales: CSV (plain or gzip) or Parquet with series_id, timestamp, target",
    };

    public Option<string> FeatureSet { get; } = new("--features")
    {
        HelpName = "FILE",
        Description = "the feature set",
        DefaultValueFactory = _ => "configs/features.yaml",
    };

    public Option<string?> Holidays { get; } = new("--holidays")
    {
        HelpName = "FILE",
        Description = "holidays of your own: date, name, optionally country; without --country they are the calendar",
    };

    public Option<string?> Weather { get; } = new("--weather")
    {
        HelpName = "FILE",
        Description = "daily weather: date, optionally location, numeric columns",
    };

    public Option<string?> Known { get; } = new("--known")
    {
        HelpName = "FILE",
        Description = "what is known ahead: series_id, timestamp and columns such as price; may reach beyond the sales",
    };

    public Option<string?> Static { get; } = new("--static")
    {
        HelpName = "FILE",
        Description = "one row a series: series_id and columns such as category, location",
    };

    public Option<string?> AsOf { get; } = new("--as-of")
    {
        HelpName = "TIME",
        Description = "use only what was known by then: known_at of each fact, or its timestamp where the input has no known_at",
    };

    /// <summary>All of them.</summary>
    public Option[] All => [Sales, FeatureSet, Holidays, Weather, Known, Static, AsOf];

    /// <summary>True when somebody gave one of them.</summary>
    public bool IsGiven(ParseResult parsed) => All.Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <summary>What was given; where the result goes is not said.</summary>
    /// <exception cref="InputException">The sales are not given.</exception>
    public FeatureBatchOptions Of(ParseResult parsed) => parsed.GetValue(Sales) is null
        ? throw new InputException("is missing: give the sales, too", column: "--input")
        : NamedOptions.Features(Written.Of(parsed, All));
}
