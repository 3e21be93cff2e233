using System.Collections.Immutable;
using SecretMagic.Features;

namespace SecretMagic.Pipeline;

/// <summary>A feature set as a YAML file says it, with the lines its entries stand on, so that later mistakes name them too.</summary>
public sealed record FeatureSetFile
{
    /// <summary>The feature set; whatever can be checked without data holds.</summary>
    public required FeatureSet Set { get; init; }

    /// <summary>The name of the feature set.</summary>
    public string Name => Set.Id;

    /// <summary>The file, as the user named it.</summary>
    public required string FileName { get; init; }

    /// <summary>[entry] the line on which the entry starts, from 1.</summary>
    public required ImmutableArray<long> EntryLines { get; init; }

    /// <summary>[entry] the line of each of its keys, from 1.</summary>
    public required ImmutableArray<ImmutableDictionary<string, long>> KeyLines { get; init; }

    /// <summary>The line of each key of the set itself, from 1.</summary>
    public required ImmutableDictionary<string, long> TopLines { get; init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">The file cannot be read, is no YAML, or says something that has no meaning; file, line and key
    /// are named.</exception>
    public static FeatureSetFile Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The feature set cannot be read: {error.Message}", path);
        }
    }

    /// <summary>Reads the text of a file; its name stands in messages.</summary>
    /// <exception cref="InputException">The text is no YAML, or says something that has no meaning; file, line and key are
    /// named.</exception>
    public static FeatureSetFile Parse(string text, string fileName)
    {
        var file = new FeatureSetYaml(fileName).Parse(text);
        var findings = FeaturePlan.Check(file.Set);
        return findings.IsEmpty ? file : throw file.ErrorOf(findings[0]);
    }

    /// <summary>What a finding of <see cref="FeaturePlan.Compile"/> looks like to the writer of the file.</summary>
    public InputException ErrorOf(FeatureFinding finding) => new(finding.Message, FileName, LineOf(finding), finding.Key);

    /// <summary>The line a finding is about.</summary>
    public long LineOf(FeatureFinding finding) =>
        finding.Entry == FeatureFinding.OfTheSet ? TopLines.GetValueOrDefault(finding.Key ?? "", 1) :
        finding.Key is { } key && KeyLines[finding.Entry].TryGetValue(key, out var line) ? line : EntryLines[finding.Entry];
}
