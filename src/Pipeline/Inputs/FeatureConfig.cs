using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using SecretMagic.Features;
using SecretMagic.Series;

namespace SecretMagic.Pipeline;

/// <summary>
/// The configuration of a feature type as a JSON object: the keys of an entry of a feature set, without <c>type</c>. It is sound when some feature set may
/// have the entry, whatever its grid is.
/// </summary>
public static class FeatureConfig
{
    private static readonly PresenceColumns EveryPresence = new() { Stock = "stock", IsOpen = "is_open", ListedFrom = "listed_from", ListedTo = "listed_to" };

    /// <summary>Checks a configuration.</summary>
    /// <param name="type">The feature type, one of the catalog.</param>
    /// <param name="json">The JSON object.</param>
    /// <param name="file">The file it stands in, as the user named it.</param>
    /// <exception cref="InputException">It says something that has no meaning; the key is named, and what is allowed.</exception>
    public static void Check(string type, string json, string file)
    {
        using var document = JsonDocument.Parse(json);
        var entry = new FeatureEntry(
            type, document.RootElement.EnumerateObject()
                .ToImmutableDictionary(property => property.Name, property => Value(property.Value, property.Name, file)));
        FeatureFinding? first = null;
        foreach (var frequency in Frequency.All)
        {
            foreach (var presence in (PresenceColumns?[])[null, EveryPresence])
            {
                var set = new FeatureSet { Id = "any", Frequency = frequency, Presence = presence, Entries = [entry] };
                if (FeaturePlan.Check(set) is not [var finding, ..]) return;
                first ??= finding;
            }
        }

        throw new InputException(first!.Message, file, column: first.Key ?? type);
    }

    private static ParameterValue Value(JsonElement element, string key, string file) => element.ValueKind switch
    {
        JsonValueKind.Number => new ParameterValue.Number(element.GetDouble()),
        JsonValueKind.String => new ParameterValue.Text(element.GetString()!),
        JsonValueKind.True or JsonValueKind.False => new ParameterValue.Flag(element.GetBoolean()),
        JsonValueKind.Array => new ParameterValue.Items([.. element.EnumerateArray().Select(item => Value(item, key, file))]),
        JsonValueKind.Object => new ParameterValue.Map(
            [.. element.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, Value(property.Value, key, file)))]),
        JsonValueKind.Null => throw new InputException("must be a value; leave the key out where nothing is meant.", file, column: key),
        _ => throw new UnreachableException($"JSON {element.ValueKind}"),
    };
}
