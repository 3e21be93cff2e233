using System.Collections.Immutable;
using System.Text.RegularExpressions;
using SecretMagic.Features;
using SecretMagic.Storage.Duck;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Pipeline;

/// <summary>What a feature batch was asked for, opened: the definition, the tables by their headers, the identity of the result, and once it
/// is said where it goes. Files are hashed once, wherever that is.</summary>
public sealed partial class FeatureRequest
{
    private FeatureRequest(FeatureBatchOptions options, FeatureSetFile definition, InputTable sales, TimeProvider time, long started)
    {
        (Options, Definition, Sales, Time, Started) = (options, definition, sales, time, started);
        AsOf = AsOf.Parse(options.AsOf, definition.Set.TimeZone is not null);
        Horizon = AutoGluonSpec.HorizonOf(options, definition);
    }

    /// <summary>What was asked.</summary>
    public FeatureBatchOptions Options { get; }

    internal FeatureSetFile Definition { get; }

    /// <summary>The name of the feature set, without its version.</summary>
    public string SetName => Definition.Name;

    internal FeatureSet Set => Definition.Set;

    /// <summary>The folder of the result.</summary>
    internal string Place { get; private set; } = "";

    /// <summary>The folder of the earlier result, whose meaning the new one keeps.</summary>
    internal string EarlierPlace { get; private set; } = "";

    /// <summary>Beside this, hidden, finished blocks wait for the others; every attempt at one result has the same.</summary>
    internal string WorkPlace { get; private set; } = "";

    /// <summary>The rows that are there; by default all.</summary>
    internal RowCut Cut { get; private set; } = RowCut.None;

    internal TimeProvider Time { get; }

    /// <summary>When it was opened.</summary>
    internal long Started { get; }

    /// <summary>The time whose knowledge counts.</summary>
    internal AsOf AsOf { get; }

    /// <summary>The forecast that AutoGluon's lists are for, in grid steps; 0 for other layouts.</summary>
    internal int Horizon { get; }

    internal InputTable Sales { get; }

    internal InputTable? Known { get; private init; }

    internal InputTable? Static { get; private init; }

    internal InputTable? Weather { get; private init; }

    internal InputTable? Holidays { get; private init; }

    /// <summary>The files that go in.</summary>
    internal ImmutableArray<InputFile> Inputs { get; private set; }

    /// <summary>SHA-256 over all that decides the result.</summary>
    internal string Fingerprint { get; private set; } = "";

    /// <summary>What stands at the place now.</summary>
    internal FeatureManifest? Earlier { get; private set; }

    /// <summary>Reads the definition, the headers and the hashes.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="time">Measures how long the batch takes.</param>
    /// <param name="token">Stops between two files.</param>
    /// <exception cref="InputException">An option, the definition or a file cannot be used.</exception>
    public static FeatureRequest Open(FeatureBatchOptions options, TimeProvider time, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var started = time.GetTimestamp();
        if (options.Client is { } client && !ClientName().IsMatch(client))
            throw new InputException($"'{client}' is no client id: letters, digits, '-' and '_', at most 64", column: "--client");
        var definition = FeatureSetFile.Read(options.FeatureSet);
        using var database = DuckDatabase.Open(new DuckOptions());
        using var connection = database.Connect();
        var request = new FeatureRequest(options, definition, InputTable.Open(options.Input, connection, token), time, started)
        {
            Known = InputTable.OpenIfGiven(options.Known, connection, token, "series_id", "timestamp"),
            Static = InputTable.OpenIfGiven(options.Static, connection, token),
            Weather = InputTable.OpenIfGiven(options.Weather, connection, token),
            Holidays = InputTable.OpenIfGiven(options.Holidays, connection, token),
        };
        request.Sales.Require("series_id", "timestamp", "target");
        request.Identify(token);
        return request;
    }

    /// <summary>The same request with the place below the output.</summary>
    public FeatureRequest InOutput() => At(Path.Combine(Options.Output, "features", Set.Id));

    /// <summary>The same request with a place.</summary>
    /// <param name="folder">The folder of the result itself.</param>
    /// <param name="earlier">The folder of the earlier result, whose meaning the new one keeps; by default the same.</param>
    /// <param name="work">
    /// The place beside which finished blocks wait, on the same disk, where each attempt has a folder of its own; who gives it removes them with
    /// <see cref="FeatureBatch.RemoveWork"/> once the result is safe. By default the folder, and the batch removes them.
    /// </param>
    public FeatureRequest At(string folder, string? earlier = null, string? work = null)
    {
        var other = (FeatureRequest)MemberwiseClone();
        (other.Place, other.EarlierPlace, other.WorkPlace) = (folder, earlier ?? folder, work ?? folder);
        StagedDirectory.Recover(other.Place);
        other.Earlier = FeatureManifest.Read(other.EarlierPlace);
        return other;
    }

    /// <summary>The same request where only some rows are there.</summary>
    internal FeatureRequest Within(RowCut cut)
    {
        var other = (FeatureRequest)MemberwiseClone();
        other.Cut = cut;
        return other;
    }

    /// <summary>The result of the same request, when it stands at the place already.</summary>
    internal FeatureManifest? Finished() => Earlier?.Fingerprint == Fingerprint && Earlier.HasItsFiles(Place) ? Earlier : null;

    /// <summary>Refuses a place that the result would damage.</summary>
    internal void RequireOwnPlace()
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Options.Input)) + Path.DirectorySeparatorChar;
        if (Directory.Exists(Options.Input) && Path.GetFullPath(Place).StartsWith(folder, StringComparison.Ordinal))
            throw new InputException(
                $"{Place} lies inside the input {Options.Input}, so the next run would read it as sales; choose another folder", column: "--output");
        if (Earlier is null && Directory.Exists(Place) && Directory.EnumerateFileSystemEntries(Place).Any())
            throw new ConflictException($"{Place} would be replaced whole, but it holds files that are no feature set; choose another --output");
    }

    /// <summary>Refuses to change what a published set means.</summary>
    internal void RequireSameMeaning(FeaturePlan plan)
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
            $"feature set '{Earlier.FeatureSet}' stands in {EarlierPlace} with another definition"
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
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z", RegexOptions.None, 1000)]
    private static partial Regex ClientName();
}
