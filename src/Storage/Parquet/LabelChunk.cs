using System.Buffers.Binary;
using SecretMagic.Series;

namespace SecretMagic.Storage.Parquet;

/// <summary>A chunk of texts. Its dictionary holds the labels that its rows use, in the order in which they come.</summary>
internal sealed class LabelChunk(BlockColumn column, Labels labels) : ColumnChunk(column)
{
    /// <summary>Readers are spared longer texts as least or greatest.</summary>
    private const int LongestLimit = 1024;

    private const int MostTexts = 1 << 16;

    private readonly int[] _dense = new int[PageRows];

    /// <summary>[label] its number in the dictionary plus one; 0 when it is not there.</summary>
    private readonly int[] _numbers = new int[labels.Count];

    private readonly List<int> _used = [];
    private int _least = -1;
    private int _greatest = -1;
    private bool _plainOnly;

    /// <inheritdoc/>
    public override int DictionaryCount => _used.Count;

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        Forget(0);
        (_least, _greatest) = (-1, -1);
        _plainOnly = false;
    }

    /// <inheritdoc/>
    public override void AddDictionary(ByteBuffer target)
    {
        foreach (var label in _used) AddText(target, labels.Utf8(label));
    }

    /// <inheritdoc/>
    public override bool TryRange(ByteBuffer least, ByteBuffer greatest)
    {
        foreach (var label in _used) Include(label);
        if (_least < 0 || labels.Utf8(_least).Length > LongestLimit || labels.Utf8(_greatest).Length > LongestLimit) return false;
        least.Add(labels.Utf8(_least));
        greatest.Add(labels.Utf8(_greatest));
        return true;
    }

    /// <inheritdoc/>
    protected override bool AddValues(ColumnBlock block, int column, int start, int rows, ReadOnlySpan<ulong> validity)
    {
        ReadOnlySpan<int> given = block.Values<int>(column).Slice(start, rows);
        if (!validity.IsEmpty) given = _dense.AsSpan(0, Gather(given, validity, _dense));
        if (!_plainOnly && TryCodes(given)) return true;
        var last = -1;
        foreach (var label in given)
        {
            AddText(Bytes, labels.Utf8(label));
            if (label != last) Include(last = label);
        }

        return false;
    }

    private bool TryCodes(ReadOnlySpan<int> given)
    {
        var before = _used.Count;
        for (var row = 0; row < given.Length; row++)
        {
            ref var number = ref _numbers[given[row]];
            if (number == 0)
            {
                if (_used.Count == MostTexts)
                {
                    Forget(before);
                    _plainOnly = true;
                    return false;
                }

                _used.Add(given[row]);
                number = _used.Count;
            }

            Codes[row] = (ushort)(number - 1);
        }

        AddCodes(given.Length);
        return true;
    }

    private void Forget(int from)
    {
        for (var number = from; number < _used.Count; number++) _numbers[_used[number]] = 0;
        _used.RemoveRange(from, _used.Count - from);
    }

    private void Include(int label)
    {
        if (_least < 0) (_least, _greatest) = (label, label);
        if (labels.Utf8(label).SequenceCompareTo(labels.Utf8(_least)) < 0) _least = label;
        if (labels.Utf8(label).SequenceCompareTo(labels.Utf8(_greatest)) > 0) _greatest = label;
    }

    private static void AddText(ByteBuffer target, ReadOnlySpan<byte> utf8)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target.Free(sizeof(int)), utf8.Length);
        target.Advance(sizeof(int));
        target.Add(utf8);
    }
}
