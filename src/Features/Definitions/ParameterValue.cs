using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>A value as an entry of a feature set gives it, before its type is known to be right.</summary>
public abstract record ParameterValue
{
    private ParameterValue()
    {
    }

    /// <summary>A number; whole numbers too.</summary>
    public sealed record Number(double Value) : ParameterValue
    {
        /// <inheritdoc/>
        public override string ToString() => $"{Value}";
    }

    /// <summary>A text.</summary>
    public sealed record Text(string Value) : ParameterValue
    {
        /// <inheritdoc/>
        public override string ToString() => Value.Length == 0 ? "nothing" : $"'{Value}'";
    }

    /// <summary>true or false.</summary>
    public sealed record Flag(bool Value) : ParameterValue
    {
        /// <inheritdoc/>
        public override string ToString() => Value ? "true" : "false";
    }

    /// <summary>A list.</summary>
    public sealed record Items(ImmutableArray<ParameterValue> Values) : ParameterValue
    {
        /// <inheritdoc/>
        public override string ToString() => Values.Length == 0 ? "an empty list" : $"[{string.Join(", ", Values)}]";
    }

    /// <summary>Keys with values, in the order in which they were written.</summary>
    public sealed record Map(ImmutableArray<KeyValuePair<string, ParameterValue>> Values) : ParameterValue
    {
        /// <inheritdoc/>
        public override string ToString() => $"{{ {string.Join(", ", Values.Select(pair => $"{pair.Key}: {pair.Value}"))} }}";
    }
}
