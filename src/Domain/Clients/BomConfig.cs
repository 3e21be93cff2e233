using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace SecretMagic.Domain.Clients;

/// <summary>How the recipes of a client are exploded.</summary>
/// <param name="MaxLevels">The deepest recipe that is allowed, 1 to 100.</param>
/// <param name="IncludeProducedAt">Demand moves to the site that produces.</param>
/// <param name="CycleDetection">Cycles are looked for and named before anything is computed.</param>
public sealed record BomConfig(int MaxLevels, bool IncludeProducedAt, bool CycleDetection)
{
    /// <summary>What holds until something else is configured.</summary>
    public static BomConfig Default { get; } = new(5, true, true);

    /// <summary>The configuration that an object of max_levels, include_produced_at and cycle_detection states; what it leaves out is the default.</summary>
    public static bool TryRead(ConfigDocument document, [NotNullWhen(true)] out BomConfig? config, [NotNullWhen(false)] out string? refusal)
    {
        using var json = JsonDocument.Parse(document.Value);
        (config, refusal) = (Default, null);
        foreach (var property in json.RootElement.EnumerateObject())
        {
            config = (property.Name, property.Value.ValueKind) switch
            {
                ("max_levels", JsonValueKind.Number) when property.Value.TryGetInt32(out var levels) => config with { MaxLevels = levels },
                ("include_produced_at", JsonValueKind.True or JsonValueKind.False) => config with { IncludeProducedAt = property.Value.GetBoolean() },
                ("cycle_detection", JsonValueKind.True or JsonValueKind.False) => config with { CycleDetection = property.Value.GetBoolean() },
                _ => null,
            };
            if (config is not null) continue;
            refusal = $"The BOM configuration has {FreeText.Shown(property.Name)}: {FreeText.Shown(property.Value.GetRawText())}; "
                + "give max_levels, a whole number, include_produced_at and cycle_detection, true or false.";
            return false;
        }

        refusal = config.Refusal();
        return refusal is null;
    }

    internal string? Refusal() =>
        MaxLevels is >= 1 and <= 100 ? null : $"max_levels {MaxLevels} of the BOM configuration is not in 1 to 100.";
}
