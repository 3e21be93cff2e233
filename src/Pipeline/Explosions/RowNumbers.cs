using System.Collections.Immutable;

namespace SecretMagic.Pipeline;

/// <summary>Texts by number and numbers by text; shared by threads.</summary>
internal sealed class RowNumbers
{
    private readonly ImmutableArray<string> _texts;
    private readonly Dictionary<string, int> _numbers;

    /// <param name="texts">Each once.</param>
    public RowNumbers(ImmutableArray<string> texts)
    {
        _texts = texts;
        _numbers = new Dictionary<string, int>(texts.Length, StringComparer.Ordinal);
        for (var number = 0; number < texts.Length; number++) _numbers.Add(texts[number], number);
    }

    public string this[int number] => _texts[number];

    public int this[string text] => _numbers[text];
}
