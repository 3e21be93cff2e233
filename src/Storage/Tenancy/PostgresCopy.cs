using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Storage.Tenancy;

/// <summary>Rows in the binary form of PostgreSQL's COPY (documentation of COPY, "Binary Format"), a buffer at a time.</summary>
internal sealed class PostgresCopy(Stream copy, string tenant, ImmutableArray<TableColumn> columns)
{
    private const int Missing = -1;

    /// <summary>Days from 1970-01-01 to 2000-01-01, where PostgreSQL begins to count.</summary>
    private const int EpochDays = 10_957;

    private const long EpochMicros = EpochDays * 86_400_000_000;

    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly byte[] _tenant = Encoding.UTF8.GetBytes(tenant);
    private byte[] _buffer = new byte[1 << 16];
    private int _used;

    /// <summary>Writes every row that is left in the reader, and returns their number.</summary>
    public async Task<long> Write(DuckReader reader, CancellationToken token)
    {
        var rows = 0L;
        await copy.WriteAsync(Header, token);
        while (reader.Next(token))
        {
            for (var row = 0; row < reader.Rows; row++)
            {
                AddRow(reader, row);
                if (_used < 1 << 15) continue;
                await copy.WriteAsync(_buffer.AsMemory(0, _used), token);
                _used = 0;
            }

            rows += reader.Rows;
        }

        Int16(-1);
        await copy.WriteAsync(_buffer.AsMemory(0, _used), token);
        return rows;
    }

    private void AddRow(DuckReader reader, int row)
    {
        Int16(checked((short)(columns.Length + 1)));
        Bytes(_tenant);
        for (var column = 0; column < columns.Length; column++)
        {
            if (DuckValue.IsMissing(reader, column, row)) Int32(Missing);
            else AddValue(reader, column, row);
        }
    }

    private void AddValue(DuckReader reader, int column, int row)
    {
        switch (columns[column].Kind)
        {
            case ColumnKind.Text:
                Bytes(reader.Utf8(column, row));
                break;
            case ColumnKind.Whole:
                Int32(sizeof(long));
                Int64(DuckValue.Whole(reader, column, row));
                break;
            case ColumnKind.Double:
                Int32(sizeof(double));
                Int64(BitConverter.DoubleToInt64Bits(reader.Values<double>(column)[row]));
                break;
            case ColumnKind.Single:
                Int32(sizeof(float));
                Int32(BitConverter.SingleToInt32Bits(reader.Values<float>(column)[row]));
                break;
            case ColumnKind.Truth:
                Bytes([(byte)DuckValue.Whole(reader, column, row)]);
                break;
            case ColumnKind.Day:
                Int32(sizeof(int));
                Int32(checked((int)DuckValue.Whole(reader, column, row) - EpochDays));
                break;
            case ColumnKind.Moment:
                Int32(sizeof(long));
                Int64(checked(DuckValue.Whole(reader, column, row) - EpochMicros));
                break;
            default:
                throw new UnreachableException($"Column kind {columns[column].Kind}");
        }
    }

    private void Int16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(Room(sizeof(short)), value);
        _used += sizeof(short);
    }

    private void Int32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int)), value);
        _used += sizeof(int);
    }

    private void Int64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(Room(sizeof(long)), value);
        _used += sizeof(long);
    }

    private void Bytes(ReadOnlySpan<byte> value)
    {
        Int32(value.Length);
        value.CopyTo(Room(value.Length));
        _used += value.Length;
    }

    private Span<byte> Room(int bytes)
    {
        if (_buffer.Length - _used < bytes) Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _used + bytes));
        return _buffer.AsSpan(_used);
    }
}
