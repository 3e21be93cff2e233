using System.Text;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>
/// Finds the number of a series by its key, row after row of a reader. Rows of one series mostly follow each other, so the key before is tried first.
/// </summary>
internal sealed class SeriesIndex
{
    private readonly Dictionary<long, int>? _numbers;
    private readonly Dictionary<string, int>? _texts;
    private byte[] _lastText = [];
    private int _lastLength = -1;
    private long _lastNumber;
    private int _last = -1;

    /// <summary>Indexes the keys of a layout.</summary>
    public SeriesIndex(SalesLayout layout)
    {
        if (layout.Texts is { } texts)
        {
            _texts = new Dictionary<string, int>(texts.Length);
            for (var series = 0; series < texts.Length; series++) _texts.Add(texts[series], series);
        }
        else
        {
            _numbers = new Dictionary<long, int>(layout.Numbers.Length);
            for (var series = 0; series < layout.Numbers.Length; series++) _numbers.Add(layout.Numbers[series], series);
        }
    }

    /// <summary>Writes the series of each row of a chunk.</summary>
    /// <param name="reader">The rows; their keys are of the layout.</param>
    /// <param name="column">The column of the keys.</param>
    /// <param name="series">[rows] the numbers of the series.</param>
    public void Find(DuckReader reader, int column, Span<int> series)
    {
        if (_numbers is not null)
        {
            var keys = reader.Values<long>(column);
            for (var row = 0; row < keys.Length; row++) series[row] = Of(keys[row]);
        }
        else
        {
            for (var row = 0; row < reader.Rows; row++) series[row] = Of(reader.Utf8(column, row));
        }
    }

    private int Of(long key)
    {
        if (key == _lastNumber && _last >= 0) return _last;
        (_lastNumber, _last) = (key, _numbers![key]);
        return _last;
    }

    private int Of(ReadOnlySpan<byte> key)
    {
        if (key.Length == _lastLength && key.SequenceEqual(_lastText.AsSpan(0, _lastLength))) return _last;
        if (_lastText.Length < key.Length) _lastText = new byte[key.Length];
        key.CopyTo(_lastText);
        (_lastLength, _last) = (key.Length, _texts![Encoding.UTF8.GetString(key)]);
        return _last;
    }
}
