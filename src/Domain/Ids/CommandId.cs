using System.Diagnostics.CodeAnalysis;

namespace SecretMagic.Domain;

/// <summary>
/// What a caller calls one wish. A command sent again under the same id is not done again. 1 to 64 of a-z, A-Z, 0-9 and <c>. _ : -</c>; case counts.
/// </summary>
public readonly record struct CommandId : IText<CommandId>
{
    internal const int MaxLength = 64;

    private readonly string? _value;

    private CommandId(string value) => _value = value;

    /// <inheritdoc/>
    public string Value => _value ?? throw new InvalidOperationException("The id of the command was never given.");

    /// <inheritdoc/>
    public static bool TryParse(string? text, out CommandId value, [NotNullWhen(false)] out string? refusal)
    {
        refusal = Refusal(text);
        value = refusal is null ? new CommandId(text!) : default;
        return refusal is null;
    }

    /// <inheritdoc cref="IText{TSelf}.Parse"/>
    public static CommandId Parse(string? text) => TryParse(text, out var value, out var refusal) ? value : throw new FormatException(refusal);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string? Refusal(string? text)
    {
        if (string.IsNullOrEmpty(text)) return $"The id of the command is empty: give 1 to {MaxLength} characters, such as a UUID.";
        if (text.Length > MaxLength) return $"The id of the command has {text.Length} characters, {FreeText.Shown(text)}: at most {MaxLength} are allowed.";
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsAsciiLetterOrDigit(text[at]) && text[at] is not ('.' or '_' or ':' or '-'))
                return $"The id of the command {FreeText.Shown(text)} has {FreeText.Shown(text, at)} at position {at + 1}: "
                    + "only letters, digits and . _ : - are allowed.";
        }

        return null;
    }
}
