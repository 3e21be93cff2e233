using System.Collections.Immutable;
using System.Text.RegularExpressions;
using SecretMagic.Features;
using SecretMagic.Storage.Duck;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Pipeline;

/// <summary>What a feature batch was asked for, opened: the definition, the tables by their headers, the identity of the result and where it
/// goes.</summary>
internal sealed partial class FeatureRequest
{
    private FeatureRequest(FeatureBatchOptions options, FeatureSetFile definition)
    {
        Options = options;
        Definition = definition;
        Place = options.Folder ?? Path.Combine(options.Output, "features", definition.Set.Id);
        AsOf = AsOf.Parse(options.AsOf, definition.Set.TimeZone is not null);
        Horizon = AutoGluonSpec.HorizonOf(options, definition);
    }

    public FeatureBatchOptions Options { get; }

    public FeatureSetFile Definition { get; }

    public FeatureSet Set => Definition.Set;

    /// <summary>The folder of the result.</summary>
    public string Place { get; }

    /// <summary>The time whose knowledge counts.</summary>
    public AsOf AsOf { get; }

    /// <summary>The forecast that AutoGluon's lists are for, in grid steps; 0 for other layouts.</summary>
    public int Horizon { get; }

    public required InputTable Sales { get; init; }

    public InputTable? Known { get; init; }

    public InputTable? Static { get; init; }

    public InputTable? Weather { get; init; }

    public InputTable? Holidays { get; init; }

    /// <summary>The files that go in.</summary>
    public ImmutableArray<InputFile> Inputs { get; private set; }

    /// <summary>SHA-256 over all that decides the result.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <summary>What stands at the place now.</summary>
    public FeatureManifest? Earlier { get; private set; }

    /// <summary>Reads the definition, the headers and the hashes.</summary>
    /// <exception cref="InputException">An option, the definition or a file cannot be used.</exception>
    public static FeatureRequest Open(FeatureBatchOptions options, CancellationToken token)
    {
        if (options.Client is { } client && !ClientName().IsMatch(client))
            throw new InputException($"'{client}' is no client id: letters, digits, '-' and '_', at most 64", column: "--client");
        var definition = FeatureSetFile.Read(options.FeatureSet);
        using var database = DuckDatabase.Open(new DuckOptions());
        using var connection = database.Connect();
        var request = new FeatureRequest(options, definition)
        {
            Sales = InputTable.Open(options.Input, connection, token),
            Known = InputTable.OpenIfGiven(options.Known, connection, token, "series_id", "timestamp"),
            Static = InputTable.OpenIfGiven(options.Static, connection, token),
            Weather = InputTable.OpenIfGiven(options.Weather, connection, token),
            Holidays = InputTable.OpenIfGiven(options.Holidays, connection, token),
        };
        request.Sales.Require("series_id", "timestamp", "target");
        request.Identify(token);
        return request;
    }

    /// <summary>The result of the same request, when it stands at the place already.</summary>
    public FeatureManifest? Finished() => Earlier?.Fingerprint == Fingerprint && Earlier.HasItsFiles(Place) ? Earlier : null;

    /// <summary>Refuses a place that the result would damage.</summary>
    public void RequireOwnPlace()
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Options.Input)) + Path.DirectorySeparatorChar;
        if (Directory.Exists(Options.Input) && Path.GetFullPath(Place).StartsWith(folder, StringComparison.Ordinal))
            throw new InputException(
                $"{Place} lies inside the input {Options.Input}, so the next run would read it as sales; choose another folder", column: "--output");
        if (Earlier is null && Directory.Exists(Place) && Directory.EnumerateFileSystemEntries(Place).Any())
            throw new ConflictException($"{Place} would be replaced whole, but it holds files that are no feature set; choose another --output");
    }

    /// <summary>Refuses to change what a published set means.</summary>
    public void RequireSameMeaning(FeaturePlan plan)
    {
        if (Earlier is null) return;
        if (Earlier.Client != Options.Client)
            throw new ConflictException(
                $"{Place} holds the features of client '{Earlier.Client ?? "(none)"}', not of '{Options.Client ?? "(none)"}'; choose another --output");
        if (Earlier.Definition == plan.Hash) return;
        var before = Earlier.Columns.Where(column => column.Kind is "past" or "known" or "static").Select(column => column.Name).ToArray();
        var now = plan.Features.Select(feature => feature.Name).ToArray();
        var differs = string.Join(
            ", ", [.. before.Except(now).Take(5).Select(name => $"without {name}"), .. now.Except(before).Take(5).Select(name => $"with {name}")]);
        throw new ConflictException(
            $"feature set '{Earlier.FeatureSet}' stands in {Options.Earlier ?? Place} with another definition"
            + $"{(differs.Length == 0 ? "" : $" (now {differs})")}, and a published set never changes; "
            + "give the changed one a new name, choose another --output, "
            + "or give the same --weather, --known, --static and --country as before");
    }

    private void Identify(CancellationToken token)
    {
        Inputs =
        [
            .. InputFile.Of("sales", Sales, token), .. InputFile.Of("known", Known, token),
            .. InputFile.Of("static", Static, token), .. InputFile.Of("weather", Weather, token),
            .. InputFile.Of("holidays", Holidays, token),
        ];
        Fingerprint = Pipeline.Fingerprint.Of(
        [
            "features", Pipeline.Fingerprint.OfFile(Options.FeatureSet, token), Options.Format.ToString(), Options.Client ?? "", Options.Country ?? "",
            $"{Options.Layout} {Horizon} {Options.AsOf}",
            .. Inputs.Select(file => $"{file.Role} {file.Name} {file.Sha256}"),
        ]);
        StagedDirectory.Recover(Place);
        Earlier = FeatureManifest.Read(Options.Earlier ?? Place);
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z", RegexOptions.None, 1000)]
    private static partial Regex ClientName();
}
