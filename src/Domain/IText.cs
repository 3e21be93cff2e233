using System.Diagnostics.CodeAnalysis;

namespace SecretMagic.Domain;

/// <summary>A value with one written form that reads back as the same value; ids, names and schedules are stored in it.</summary>
/// <typeparam name="TSelf">The type of the value.</typeparam>
public interface IText<TSelf> where TSelf : struct, IText<TSelf>
{
    /// <summary>The written form.</summary>
    string Value { get; }

    /// <summary>Reads a written form.</summary>
    /// <param name="text">What a person or a store wrote.</param>
    /// <param name="value">The value, when it is true.</param>
    /// <param name="refusal">When it is false: what is wrong and what is allowed. Never longer than 300 characters, whatever the text.</param>
    static abstract bool TryParse(string? text, out TSelf value, [NotNullWhen(false)] out string? refusal);

    /// <summary>Reads a form that is known to be sound, such as one that was stored.</summary>
    /// <exception cref="FormatException">It is not sound; the message is the refusal.</exception>
    static virtual TSelf Parse(string? text) => TSelf.TryParse(text, out var value, out var refusal) ? value : throw new FormatException(refusal);
}
