namespace SecretMagic.Storage.Parquet;

/// <summary>Writes collected chunks to a file: compresses their pages where that pays, and puts a header before each. It owns the memory it needs.</summary>
internal sealed class ChunkWriter
{
    /// <summary>Pages of a chunk that are compressed to see whether the others are worth it.</summary>
    private const int Samples = 4;

    /// <summary>A chunk is compressed when its samples become smaller than this part of 16; less is not worth the reader's time.</summary>
    private const int WorthIn16 = 14;

    private readonly Snappy _snappy = new();
    private readonly ByteBuffer _compressed = new();
    private readonly ByteBuffer _dictionary = new();
    private readonly ByteBuffer _header = new();
    private readonly ByteBuffer _least = new();
    private readonly ByteBuffer _greatest = new();
    private readonly ThriftWriter _thrift;

    public ChunkWriter() => _thrift = new ThriftWriter(_header);

    /// <summary>Writes a chunk that has pages.</summary>
    public ChunkMetadata Write(ColumnChunk chunk, FileOutput output)
    {
        _dictionary.Clear();
        if (chunk.DictionaryCount > 0) chunk.AddDictionary(_dictionary);
        var compress = Pays(chunk);
        var start = output.Position;
        long uncompressed = 0;
        if (chunk.DictionaryCount > 0)
        {
            const int DictionaryPage = 2, Field = 7;
            var payload = BeginPage(DictionaryPage, _dictionary.Span, compress);
            _thrift.BeginStruct(Field);
            _thrift.I32(1, chunk.DictionaryCount);
            _thrift.I32(2, (int)PageEncoding.Plain);
            _thrift.End();
            uncompressed += EndPage(payload, output) + _dictionary.Length;
        }

        var data = output.Position;
        long rows = 0;
        var (coded, plain) = (false, false);
        foreach (var page in chunk.Pages)
        {
            const int DataPage = 0, Field = 5;
            var payload = BeginPage(DataPage, chunk.Bytes.Span.Slice(page.Offset, page.Bytes), compress);
            _thrift.BeginStruct(Field);
            _thrift.I32(1, page.Rows);
            _thrift.I32(2, (int)(page.Coded ? PageEncoding.Dictionary : PageEncoding.Plain));
            _thrift.I32(3, (int)PageEncoding.RunLength);
            _thrift.I32(4, (int)PageEncoding.RunLength);
            _thrift.End();
            uncompressed += EndPage(payload, output) + page.Bytes;
            rows += page.Rows;
            coded |= page.Coded;
            plain |= !page.Coded;
        }

        _least.Clear();
        _greatest.Clear();
        return new ChunkMetadata
        {
            Column = chunk.Column,
            Start = start,
            Data = data,
            HasDictionary = coded,
            HasPlain = plain,
            IsCompressed = compress,
            UncompressedBytes = uncompressed,
            Bytes = output.Position - start,
            Rows = rows,
            Nulls = chunk.Nulls,
            Range = chunk.TryRange(_least, _greatest) ? (_least.Span.ToArray(), _greatest.Span.ToArray()) : null,
        };
    }

    /// <summary>Begins the header of a page; the structure of its kind follows.</summary>
    private ReadOnlySpan<byte> BeginPage(int type, ReadOnlySpan<byte> bytes, bool compress)
    {
        var payload = compress ? Compressed(bytes) : bytes;
        _header.Clear();
        _thrift.Begin();
        _thrift.I32(1, type);
        _thrift.I32(2, bytes.Length);
        _thrift.I32(3, payload.Length);
        return payload;
    }

    /// <summary>Writes a page and returns the length of its header.</summary>
    private int EndPage(ReadOnlySpan<byte> payload, FileOutput output)
    {
        _thrift.End();
        output.Add(_header.Span);
        output.Add(payload);
        return _header.Length;
    }

    private bool Pays(ColumnChunk chunk)
    {
        long before = _dictionary.Length;
        long after = Compressed(_dictionary.Span).Length;
        var step = Math.Max(1, chunk.Pages.Count / Samples);
        for (var number = 0; number < chunk.Pages.Count; number += step)
        {
            var page = chunk.Pages[number];
            before += page.Bytes;
            after += Compressed(chunk.Bytes.Span.Slice(page.Offset, page.Bytes)).Length;
        }

        return after * 16 < before * WorthIn16;
    }

    private ReadOnlySpan<byte> Compressed(ReadOnlySpan<byte> bytes)
    {
        _compressed.Clear();
        _compressed.Advance(_snappy.Compress(bytes, _compressed.Free(Snappy.MostBytes(bytes.Length))));
        return _compressed.Span;
    }
}
