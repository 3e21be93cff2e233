namespace SecretMagic.Runtime;

/// <summary>A value that stands in no output, log or message: whoever prints it reads only whether it is set.</summary>
public sealed class Secret
{
    private readonly string? _value;

    internal Secret(string? value, string source) => (_value, Source) = (value, source);

    /// <summary>It has a value.</summary>
    public bool IsSet => _value is not null;

    /// <summary>Where it was found, or where it was looked for.</summary>
    public string Source { get; }

    /// <inheritdoc/>
    public override string ToString() => IsSet ? "set" : "not set";

    /// <summary>The value, for the one who needs it to connect.</summary>
    public string? Reveal() => _value;

    /// <summary>The text with stars in place of the value.</summary>
    internal string Masked(string text) => string.IsNullOrEmpty(_value) ? text : text.Replace(_value, "***", StringComparison.Ordinal);
}
