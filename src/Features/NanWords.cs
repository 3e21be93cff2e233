using System.Diagnostics;

namespace SecretMagic.Features;

/// <summary>A reason in words, for people and programs that read answers.</summary>
public static class NanWords
{
    /// <summary>Its stable name, <c>too_few_valid</c>.</summary>
    public static string Word(this NanReason reason) => reason switch
    {
        NanReason.None => "none",
        NanReason.Warmup => "warmup",
        NanReason.TooFewValid => "too_few_valid",
        NanReason.Missing => "missing",
        NanReason.Dead => "dead",
        NanReason.NotListed => "not_listed",
        NanReason.Undefined => "undefined",
        _ => throw new UnreachableException($"NaN reason {reason}"),
    };

    /// <summary>What it means, a sentence.</summary>
    public static string Meaning(this NanReason reason) => reason switch
    {
        NanReason.None => "There is a value.",
        NanReason.Warmup => "The feature reaches before the first row of the series, or has not yet seen enough known values.",
        NanReason.TooFewValid => "The window holds too few known values, or the last known value is too old.",
        NanReason.Missing => "The value that is looked at is itself missing, or the row lies behind the last known value.",
        NanReason.Dead => "A decaying value fell below dead_below: the product no longer sells.",
        NanReason.NotListed => "The product is not listed: before its launch or after its delisting.",
        NanReason.Undefined => "The formula has no value here, such as 0 / 0 or a result that is not finite.",
        _ => throw new UnreachableException($"NaN reason {reason}"),
    };
}
