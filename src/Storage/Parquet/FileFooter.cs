using System.Collections.Immutable;
using System.Diagnostics;
using SecretMagic.Series;

namespace SecretMagic.Storage.Parquet;

/// <summary>The structure FileMetaData at the end of a file; numbers of fields and values are those of parquet.thrift.</summary>
internal static class FileFooter
{
    private const int FormatVersion = 2;
    private const string Software = "SecretMagic";

    /// <summary>Writes the footer of a file.</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="groups">The chunks of each row group, in the order of the columns.</param>
    public static void Write(ByteBuffer target, ImmutableArray<BlockColumn> columns, IReadOnlyList<ImmutableArray<ChunkMetadata>> groups)
    {
        var thrift = new ThriftWriter(target);
        thrift.Begin();
        thrift.I32(1, FormatVersion);
        thrift.Structs(2, columns.Length + 1);
        Root(thrift, columns.Length);
        foreach (var column in columns) Column(thrift, column);
        thrift.I64(3, groups.Sum(group => group[0].Rows));
        thrift.Structs(4, groups.Count);
        for (var number = 0; number < groups.Count; number++) Group(thrift, groups[number], number);
        thrift.Text(6, Software);
        thrift.Structs(7, columns.Length);
        foreach (var _ in columns)
        {
            const int OrderOfType = 1;
            thrift.Begin();
            thrift.Empty(OrderOfType);
            thrift.End();
        }

        thrift.End();
    }

    private static void Root(ThriftWriter thrift, int columns)
    {
        thrift.Begin();
        thrift.Text(4, "schema");
        thrift.I32(5, columns);
        thrift.End();
    }

    private static void Column(ThriftWriter thrift, BlockColumn column)
    {
        const int Optional = 1;
        const int ConvertedType = 6, LogicalType = 10;
        thrift.Begin();
        thrift.I32(1, PhysicalType(column.Type));
        thrift.I32(3, Optional);
        thrift.Text(4, column.Name);
        switch (column.Type)
        {
            case ColumnType.UInt8:
                thrift.I32(ConvertedType, 11);
                thrift.BeginStruct(LogicalType);
                thrift.BeginStruct(10);
                thrift.I8(1, 8);
                thrift.Bool(2, false);
                thrift.End();
                thrift.End();
                break;
            case ColumnType.Date:
                thrift.I32(ConvertedType, 6);
                thrift.BeginStruct(LogicalType);
                thrift.Empty(6);
                thrift.End();
                break;
            case ColumnType.Timestamp:
                thrift.I32(ConvertedType, 10);
                thrift.BeginStruct(LogicalType);
                thrift.BeginStruct(8);
                thrift.Bool(1, false);
                thrift.BeginStruct(2);
                thrift.Empty(2);
                thrift.End();
                thrift.End();
                thrift.End();
                break;
            case ColumnType.Label:
                thrift.I32(ConvertedType, 0);
                thrift.BeginStruct(LogicalType);
                thrift.Empty(1);
                thrift.End();
                break;
        }

        thrift.End();
    }

    private static int PhysicalType(ColumnType type) => type switch
    {
        ColumnType.UInt8 or ColumnType.Int32 or ColumnType.Date => 1,
        ColumnType.Int64 or ColumnType.Timestamp => 2,
        ColumnType.Float32 => 4,
        ColumnType.Float64 => 5,
        ColumnType.Label => 6,
        _ => throw new UnreachableException($"Column type {type}"),
    };

    private static void Group(ThriftWriter thrift, ImmutableArray<ChunkMetadata> chunks, int number)
    {
        thrift.Begin();
        thrift.Structs(1, chunks.Length);
        foreach (var chunk in chunks) Chunk(thrift, chunk);
        thrift.I64(2, chunks.Sum(chunk => chunk.UncompressedBytes));
        thrift.I64(3, chunks[0].Rows);
        thrift.I64(5, chunks[0].Start);
        thrift.I64(6, chunks.Sum(chunk => chunk.Bytes));
        if (number <= short.MaxValue) thrift.I16(7, (short)number);
        thrift.End();
    }

    private static void Chunk(ThriftWriter thrift, ChunkMetadata chunk)
    {
        const int Uncompressed = 0, Snappy = 1;
        thrift.Begin();
        thrift.I64(2, chunk.Start);
        thrift.BeginStruct(3);
        thrift.I32(1, PhysicalType(chunk.Column.Type));
        thrift.I32s(2, Encodings(chunk));
        thrift.Texts(3, chunk.Column.Name);
        thrift.I32(4, chunk.IsCompressed ? Snappy : Uncompressed);
        thrift.I64(5, chunk.Rows);
        thrift.I64(6, chunk.UncompressedBytes);
        thrift.I64(7, chunk.Bytes);
        thrift.I64(9, chunk.Data);
        if (chunk.HasDictionary) thrift.I64(11, chunk.Start);
        thrift.BeginStruct(12);
        thrift.I64(3, chunk.Nulls);
        if (chunk.Range is { } range)
        {
            thrift.Bytes(5, range.Greatest);
            thrift.Bytes(6, range.Least);
        }

        thrift.End();
        thrift.End();
        thrift.End();
    }

    /// <summary>A dictionary page is plain itself.</summary>
    private static int[] Encodings(ChunkMetadata chunk) => chunk.HasDictionary
        ? [(int)PageEncoding.Plain, (int)PageEncoding.RunLength, (int)PageEncoding.Dictionary]
        : [(int)PageEncoding.Plain, (int)PageEncoding.RunLength];
}
