using System.Collections.Immutable;
using System.Text;

namespace SecretMagic.Series;

/// <summary>
/// Distinct texts, each with a code: its position. Rows of a column carry the code, the text stands once. Immutable, so blocks and threads share it.
/// </summary>
public sealed class Labels
{
    private readonly ImmutableArray<string> _texts;
    private readonly byte[] _utf8;
    private readonly int[] _ends;

    /// <summary>Takes distinct texts; the code of a text is its position.</summary>
    public Labels(ImmutableArray<string> texts)
    {
        _texts = texts;
        _ends = new int[texts.Length];
        var end = 0;
        for (var code = 0; code < texts.Length; code++) _ends[code] = end = checked(end + Encoding.UTF8.GetByteCount(texts[code]));
        _utf8 = new byte[end];
        for (var code = 0; code < texts.Length; code++) Encoding.UTF8.GetBytes(texts[code], _utf8.AsSpan(Start(code)));
    }

    /// <summary>The number of texts.</summary>
    public int Count => _texts.Length;

    /// <summary>The text of a code.</summary>
    public string this[int code] => _texts[code];

    /// <summary>The text of a code in UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8(int code) => _utf8.AsSpan(Start(code).._ends[code]);

    private int Start(int code) => code == 0 ? 0 : _ends[code - 1];
}
