using System.CommandLine;
using SecretMagic.Domain.Clients;
using SecretMagic.Features;
using SecretMagic.Pipeline;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Cli;

/// <summary>What a configuration is for: a type of features, or <c>bom</c>, the explosion.</summary>
internal static class ConfigType
{
    public static Argument<string> Argument() => new("TYPE") { Description = "a feature type such as ema ('secretmagic features list' shows all), or bom" };

    /// <summary>A type that the program knows.</summary>
    /// <exception cref="InputException">It knows none of this name; the nearest one is named.</exception>
    public static string Of(string written)
    {
        if (written == ConfigRow.Bom) return written;
        var type = Written.As<FeatureTypeName>(written, "TYPE");
        if (FeatureCatalog.Find(type.Value) is not null) return written;
        var hint = Nearest.Hint(written, FeatureCatalog.All.Select(known => known.Name).Append(ConfigRow.Bom));
        var known = string.Join(", ", FeatureCatalog.All.Select(known => known.Name));
        throw new InputException($"there is no feature type '{type}'.{hint} There are {known}, and bom, the explosion.", column: "TYPE");
    }
}
