using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using SecretMagic.Features;
using SecretMagic.Series;

namespace SecretMagic.Pipeline;

/// <summary>
/// A feature set compiled for series that grow row by row, from its text and a country alone: no file is read. The law: its features are, by bits, those of
/// a batch over the same rows. What needs more than the rows of one series is refused.
/// </summary>
public sealed class OnlinePlan
{
    private OnlinePlan(FeatureSet set, FeaturePlan plan, string definition, string? country, ImmutableArray<string> columns)
    {
        (Set, Features, Definition, Country, Columns) = (set, plan, definition, country, columns);
        ShareColumns = [.. FeatureInputs.Shares(set).Where(columns.Contains)];
        Grid = new TimeGrid(set.Frequency);
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{plan.Hash}\n{country}\n{string.Join('\n', columns)}")));
    }

    /// <summary>The features, and the columns in which they stand.</summary>
    public FeaturePlan Features { get; }

    /// <summary>The feature set as it was written.</summary>
    public string Definition { get; }

    /// <summary>The country of calendar entries that name none.</summary>
    public string? Country { get; }

    /// <summary>The columns of rows; the first is the target.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>Those of them that hold shares from 0 to 1.</summary>
    public ImmutableArray<string> ShareColumns { get; }

    /// <summary>The grid of the rows.</summary>
    public TimeGrid Grid { get; }

    /// <summary>SHA-256 over all that decides a feature's bits, in lower-case hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>The types of optional entries that are left out, because they need more than rows.</summary>
    public ImmutableArray<string> LeftOut { get; private init; } = [];

    internal FeatureSet Set { get; }

    /// <summary>Compiles a definition.</summary>
    /// <param name="definition">The feature set, YAML.</param>
    /// <param name="name">What messages call it, such as its file.</param>
    /// <param name="country">The country of calendar entries that name none; null when there is none.</param>
    /// <exception cref="InputException">It has no meaning, or asks for what the rows of one series do not tell.</exception>
    public static OnlinePlan Compile(string definition, string name, string? country)
    {
        var file = WithoutAbsent(FeatureSetFile.Parse(definition, name), name, country, out var leftOut);
        if (Refusal(file.Set) is { } refused) throw new InputException(refused, name);
        var columns = FeatureInputs.Sales(file.Set);
        var compiled = Compile(file.Set, columns, name, country);
        var plan = compiled.Plan ?? throw file.ErrorOf(compiled.Findings[0]);
        return Ahead(plan, file.Set) is { } ahead
            ? throw new InputException(ahead, name)
            : new OnlinePlan(file.Set, plan, definition, country, columns) { LeftOut = leftOut };
    }

    private static FeatureCompilation Compile(FeatureSet set, ImmutableArray<string> columns, string name, string? country) =>
        FeaturePlan.Compile(set, new FeatureSources
        {
            Columns = columns,
            Calendars = FeatureInputs.Countries(set).Union(country is null ? [] : [country])
                .ToFrozenDictionary(code => code, code => HolidaySource.Read(code, null, problem => new InputException(problem, name, column: "country"))),
            Country = country,
        });

    /// <summary>The set without optional entries that rows alone do not tell.</summary>
    private static FeatureSetFile WithoutAbsent(FeatureSetFile file, string name, string? country, out ImmutableArray<string> leftOut)
    {
        int[] kept = [.. Enumerable.Range(0, file.Set.Entries.Length).Where(entry => !IsOptional(file.Set.Entries[entry]) || IsTold(file.Set.Entries[entry]))];
        leftOut = [.. file.Set.Entries.Where((_, entry) => !kept.Contains(entry)).Select(entry => entry.Type)];
        return file with
        {
            Set = file.Set with { Entries = [.. kept.Select(entry => file.Set.Entries[entry])] },
            EntryLines = [.. kept.Select(entry => file.EntryLines[entry])],
            KeyLines = [.. kept.Select(entry => file.KeyLines[entry])],
        };

        static bool IsOptional(FeatureEntry entry) => entry.Parameters.GetValueOrDefault("optional") is ParameterValue.Flag { Value: true };

        bool IsTold(FeatureEntry entry)
        {
            var alone = file.Set with { Entries = [entry] };
            return Refusal(alone) is null && Compile(alone, FeatureInputs.Sales(alone), name, country).Plan is { Features.Length: > 0 } plan
                && Ahead(plan, alone) is null;
        }
    }

    /// <summary>Which features read rows to come; null when none does.</summary>
    private static string? Ahead(FeaturePlan plan, FeatureSet set)
    {
        try
        {
            plan.CreateOnlineWorker(new TimeGrid(set.Frequency), SeriesAttributes.None).Dispose();
            return null;
        }
        catch (NotSupportedException ahead)
        {
            return ahead.Message;
        }
    }

    /// <summary>What of a set is not computed row by row, and why; null when all of it is.</summary>
    private static string? Refusal(FeatureSet set)
    {
        var pooled = set.Pooled.Select(column => column.Name).Concat(ElasticityPool.Of(set).Select(pool => pool.Name)).Distinct().ToArray();
        var tables = set.Entries.Select(entry => entry.Type).Where(type => type is "weather" or "static").Distinct().ToArray();
        if (pooled.Length > 0)
            return $"{string.Join(", ", pooled)}: "
                + "pooled over series that lie in different shards; compute them in batches, or give them as a column of the rows";
        if (tables.Length > 0)
            return $"{string.Join(", ", tables)}: read a table beside the rows, which series that grow row by row do not have; give its values as columns";
        if (set.Presence is { ListedFrom: not null } or { ListedTo: not null })
            return "listed_from, listed_to: read the static table, which series that grow row by row do not have; give is_open as a column of the rows";
        if (set.TimeZone is { } zone) return $"time_zone {zone}: rows that come one by one lie on local time; leave it out, or compute the set in batches";
        if (set.Frequency.Micros > Frequency.Day.Micros)
            return $"frequency {set.Frequency}: the weekday on which weeks start is not told by a row; compute the set in batches";
        return set.Duplicates is DuplicatePolicy.Sum or DuplicatePolicy.Mean
            ? "duplicates: a later row of the same period replaces the earlier one, they are not added up; set 'last' or leave it out"
            : null;
    }
}
