using System.Collections.Immutable;
using System.Text.Json;

namespace SecretMagic.Domain.Clients;

/// <summary>A value in which two configurations differ.</summary>
/// <param name="Path">Its keys joined by dots, places of a list in brackets: <c>windows[0].days</c>.</param>
/// <param name="Before">The JSON of the value in the first one; null when it has none.</param>
/// <param name="After">The JSON of the value in the second one; null when it has none.</param>
public sealed record ConfigDiff(string Path, string? Before, string? After)
{
    /// <summary>
    /// What differs, in the order of keys. Objects are compared key by key and lists of the same length place by place when they hold objects; any other
    /// value is one value. Empty exactly when the two are equal.
    /// </summary>
    public static ImmutableArray<ConfigDiff> Between(ConfigDocument first, ConfigDocument second)
    {
        using var before = JsonDocument.Parse(first.Value);
        using var after = JsonDocument.Parse(second.Value);
        var found = ImmutableArray.CreateBuilder<ConfigDiff>();
        Compare("", before.RootElement, after.RootElement, found);
        return found.ToImmutable();
    }

    private static void Compare(string path, JsonElement before, JsonElement after, ImmutableArray<ConfigDiff>.Builder found)
    {
        // Both are in canonical form: what is written the same is the same.
        if (before.GetRawText() == after.GetRawText()) return;
        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object)
        {
            var names = before.EnumerateObject().Concat(after.EnumerateObject()).Select(property => property.Name).Distinct().Order(StringComparer.Ordinal);
            foreach (var name in names)
            {
                var at = path.Length == 0 ? name : $"{path}.{name}";
                if (!before.TryGetProperty(name, out var old)) found.Add(new ConfigDiff(at, null, after.GetProperty(name).GetRawText()));
                else if (!after.TryGetProperty(name, out var now)) found.Add(new ConfigDiff(at, old.GetRawText(), null));
                else Compare(at, old, now, found);
            }
        }
        else if (IsListOfObjects(before) && IsListOfObjects(after) && before.GetArrayLength() == after.GetArrayLength())
        {
            for (var at = 0; at < before.GetArrayLength(); at++) Compare($"{path}[{at}]", before[at], after[at], found);
        }
        else found.Add(new ConfigDiff(path, before.GetRawText(), after.GetRawText()));
    }

    private static bool IsListOfObjects(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array && element.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object);
}
