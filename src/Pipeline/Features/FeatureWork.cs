using System.Collections.Frozen;
using System.Collections.Immutable;
using SecretMagic.Features;
using SecretMagic.Series;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>A feature batch before its files are written: the rows loaded, the series found, the set compiled for what is there.</summary>
internal sealed class FeatureWork
{
    /// <summary>The series.</summary>
    public required SalesLayout Layout { get; init; }

    /// <summary>What is known of each series.</summary>
    public required StaticFile Statics { get; init; }

    /// <summary>Weather by day and place; null when there is none.</summary>
    public required DailyTable? Weather { get; init; }

    /// <summary>The features.</summary>
    public required FeaturePlan Plan { get; init; }

    /// <summary>What optional entries left out.</summary>
    public required ImmutableArray<FeatureFinding> LeftOut { get; init; }

    /// <summary>What a reader should know of the features.</summary>
    public required ImmutableArray<FeatureFinding> Remarks { get; init; }

    /// <summary>The values of the series.</summary>
    public required PanelSource Source { get; init; }

    /// <summary>The pooled columns.</summary>
    public required PooledPanels Pools { get; init; }

    /// <summary>Rows of the sales that count.</summary>
    public required long InputRows { get; init; }

    /// <summary>Loads the tables into a connection and compiles the set.</summary>
    /// <exception cref="InputException">Something in the input cannot be used.</exception>
    public static FeatureWork Prepare(FeatureRequest request, DuckConnection connection, string scratch, CancellationToken token)
    {
        var (set, sales) = (request.Set, request.Sales);
        var columns = FeatureInputs.Sales(set)
            .Where(column => sales.Columns.Contains(column) || request.Known?.Columns.Contains(column) == true).ToImmutableArray();
        SalesRows.Load(connection, sales, request.Known, columns, set.Duplicates, request.AsOf, request.Cut, scratch, token);
        foreach (var share in FeatureInputs.Shares(set).Where(columns.Contains))
        {
            if (sales.Columns.Contains(share)) ShareColumn.Require(connection, sales, "sales", share, token);
            if (request.Known?.Columns.Contains(share) == true) ShareColumn.Require(connection, request.Known, "known", share, token);
        }

        var layout = sales.Reading(() => SalesLayout.Read(connection, sales, sales.IsWhole("series_id"), set.Frequency, set.TimeZone, token));
        var statics = request.Static is null ? StaticFile.None : StaticFile.Read(connection, request.Static, layout, set.Presence, scratch, token);
        var weather = request.Weather is null
            ? null
            : WeatherFile.Read(connection, request.Weather, FeatureInputs.Weather(set), request.AsOf, scratch, token);
        if (weather is not null) statics.RequireLocations(weather, request.Weather!);
        var ownHolidays = request.Holidays is null ? null : HolidayFile.Read(connection, request.Holidays, scratch, token);
        var country = request.Options.Country ?? (ownHolidays is null ? null : HolidayFile.Code);
        var pooled = PooledPanels.Of(set, columns, statics);
        var elasticities = PooledPanels.Elasticities(set, columns, statics);
        ImmutableArray<string> derived = [.. pooled.Select(column => column.Name), .. elasticities.Select(pool => pool.Name)];
        var compiled = FeaturePlan.Compile(set, new FeatureSources
        {
            Columns = [.. columns, .. derived],
            Offered = [.. sales.Columns.Union(request.Known?.Columns ?? []).Except(["series_id", "timestamp", "known_at"]), .. derived],
            Planned = request.Known is null ? [] : [.. columns.Where(request.Known.Columns.Contains)],
            Calendars = FeatureInputs.Countries(set).Union(country is null ? [] : [country])
                .ToFrozenDictionary(code => code, code => HolidaySource.Read(code, ownHolidays, problem => WrongCountry(request, code, problem))),
            Country = country,
            Weather = weather,
            Statics = statics.Columns,
        });
        return new FeatureWork
        {
            Layout = layout,
            Statics = statics,
            Weather = weather,
            Plan = compiled.Plan ?? throw request.Definition.ErrorOf(compiled.Findings[0]),
            LeftOut = compiled.Notes,
            Remarks = compiled.Remarks,
            Source = new PanelSource(connection, sales, layout, columns, derived, set.Infinite == InfinitePolicy.Null),
            Pools = new PooledPanels(columns, pooled, elasticities, layout, statics),
            InputRows = connection.Scalar<long>("SELECT count(*) FROM facts", token)!.Value,
        };
    }

    /// <summary>A country is named by an entry, on its line, or by an option.</summary>
    private static InputException WrongCountry(FeatureRequest request, string code, string problem)
    {
        var entry = request.Set.Entries.ToList().FindIndex(entry => FeatureInputs.CountriesOf(entry).Contains(code));
        return entry < 0
            ? new InputException(problem, column: "--country")
            : request.Definition.ErrorOf(new FeatureFinding(entry, "country", problem));
    }
}
