using System.Collections.Immutable;

namespace SecretMagic.Domain.SeriesShards;

/// <summary>What is computed for the series of a client, with everything it needs beside their rows: by value, so that no file is read later.</summary>
/// <param name="Version">1 for the first plan of a client, one more for each that follows.</param>
/// <param name="Hash">SHA-256 over all that decides a feature's bits, in lower-case hexadecimal.</param>
/// <param name="Definition">The feature set as it was written, YAML; at most 200,000 characters.</param>
/// <param name="Country">The country of calendar entries that name none; null when there is none.</param>
/// <param name="Frequency">The step of the grid, such as <c>1d</c>.</param>
/// <param name="Columns">The columns of rows; the first is <c>target</c>.</param>
/// <param name="ShareColumns">Those of them that hold shares from 0 to 1.</param>
/// <param name="Shards">How many shards the client's series lie in; fixed by the first plan.</param>
public sealed record ShardPlan(
    int Version, string Hash, string Definition, string? Country, string Frequency, ImmutableArray<string> Columns, ImmutableArray<string> ShareColumns,
    int Shards)
{
    /// <summary>The shards of a client that says nothing else.</summary>
    public const int DefaultShards = 16;

    private const int MaxDefinition = 200_000;
    private const int MaxColumns = 256;

    /// <summary>What is wrong with it; null when it is sound.</summary>
    internal string? Refusal()
    {
        if (Hash.Length != 64 || !Hash.All(char.IsAsciiHexDigitLower)) return "The hash of the plan is no SHA-256 in lower-case hexadecimal.";
        if (string.IsNullOrWhiteSpace(Definition) || Definition.Length > MaxDefinition)
            return $"The definition of the plan has {Definition.Length} characters: give 1 to {MaxDefinition}.";
        if (string.IsNullOrWhiteSpace(Frequency)) return "The plan has no frequency: give one such as 1d.";
        if (Columns.Length is 0 or > MaxColumns || Columns[0] != "target" || Columns.Distinct(StringComparer.Ordinal).Count() != Columns.Length)
            return $"The plan has {Columns.Length} columns: give 1 to {MaxColumns} different ones, target first.";
        if (ShareColumns.Except(Columns).FirstOrDefault() is { } other) return $"The column of shares {FreeText.Shown(other)} is no column of the plan.";
        return Shards is < 1 or > SeriesShardId.MaxShards ? $"The plan has {Shards} shards: give 1 to {SeriesShardId.MaxShards}." : null;
    }
}
