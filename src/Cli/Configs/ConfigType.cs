using System.CommandLine;
using SecretMagic.Runtime;

namespace SecretMagic.Cli;

/// <summary>What a configuration is for: a type of features, or <c>bom</c>, the explosion.</summary>
internal static class ConfigType
{
    public static Argument<string> Argument() => new("TYPE") { Description = "a feature type such as ema ('secretmagic features list' shows all), or bom" };

    /// <summary>A type that the program knows.</summary>
    /// <exception cref="Pipeline.InputException">It knows none of this name; the nearest one is named.</exception>
    public static string Of(string written) => ConfigWish.Type(written);
}
