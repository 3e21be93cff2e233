using System.Collections.Immutable;
using System.Diagnostics;
using SecretMagic.Series;

namespace SecretMagic.Storage.Duck;

/// <summary>Copies rows of one column of a block into a vector of DuckDB. Labels become texts.</summary>
internal sealed unsafe class BlockVector(ColumnBlock block, int column)
{
    private readonly NativeVector.Text[] _inline = Inline(block.Columns[column].Labels);

    /// <summary>DuckDB's type for a column.</summary>
    public static DuckType TypeOf(ColumnType type) => type switch
    {
        ColumnType.UInt8 => DuckType.UTinyInt,
        ColumnType.Int32 => DuckType.Integer,
        ColumnType.Int64 => DuckType.BigInt,
        ColumnType.Float32 => DuckType.Float,
        ColumnType.Float64 => DuckType.Double,
        ColumnType.Date => DuckType.Date,
        ColumnType.Timestamp => DuckType.Timestamp,
        ColumnType.Label => DuckType.Varchar,
        _ => throw new UnreachableException($"Column type {type}"),
    };

    /// <summary>An empty chunk with vectors for these columns.</summary>
    public static DuckHandle.Chunk Chunk(ImmutableArray<BlockColumn> columns)
    {
        var types = columns.Select(column => NativeVector.duckdb_create_logical_type(TypeOf(column.Type))).ToArray();
        try
        {
            fixed (nint* start = types) return new DuckHandle.Chunk(NativeVector.duckdb_create_data_chunk(start, (ulong)types.Length));
        }
        finally
        {
            for (var type = 0; type < types.Length; type++) NativeVector.duckdb_destroy_logical_type(ref types[type]);
        }
    }

    /// <summary>Copies <paramref name="rows"/> rows from <paramref name="start"/>, a multiple of 64, to the start of an empty vector.</summary>
    public void Copy(int start, int rows, nint vector)
    {
        Debug.Assert(start % 64 == 0);
        var values = NativeVector.duckdb_vector_get_data(vector);
        var words = block.Validity(column).Slice(start / 64, (rows + 63) / 64);
        var whole = AllSet(words, rows);
        if (!whole)
        {
            NativeVector.duckdb_vector_ensure_validity_writable(vector);
            words.CopyTo(new Span<ulong>(NativeVector.duckdb_vector_get_validity(vector), words.Length));
        }

        if (block.Columns[column].Type == ColumnType.Label)
        {
            Texts(block.Values<int>(column).Slice(start, rows), whole ? default : words, vector, (NativeVector.Text*)values);
            return;
        }

        switch (block.Columns[column].Width)
        {
            case 1: block.Values<byte>(column).Slice(start, rows).CopyTo(new Span<byte>(values, rows)); break;
            case 4: block.Values<int>(column).Slice(start, rows).CopyTo(new Span<int>(values, rows)); break;
            case 8: block.Values<long>(column).Slice(start, rows).CopyTo(new Span<long>(values, rows)); break;
            case var width: throw new UnreachableException($"Width {width}");
        }
    }

    /// <summary>
    /// Writes the texts of codes. A text of a few bytes stands in the vector itself; a longer one is copied to DuckDB's memory once a run of
    /// equal codes, and the run's rows share it. Rows that are null keep what they have: their codes may mean nothing.
    /// </summary>
    private void Texts(ReadOnlySpan<int> codes, ReadOnlySpan<ulong> words, nint vector, NativeVector.Text* texts)
    {
        var labels = block.Columns[column].Labels!;
        var last = -1;
        NativeVector.Text text = default;
        for (var row = 0; row < codes.Length; row++)
        {
            if (!words.IsEmpty && (words[row >> 6] >> (row & 63) & 1) == 0) continue;
            var code = codes[row];
            if (code != last)
            {
                var utf8 = labels.Utf8(code);
                if (utf8.Length <= NativeVector.Text.InlineLength)
                {
                    text = _inline[code];
                }
                else
                {
                    fixed (byte* start = utf8)
                        NativeVector.duckdb_vector_assign_string_element_len(vector, (ulong)row, start, (ulong)utf8.Length);
                    text = texts[row];
                }

                last = code;
            }

            texts[row] = text;
        }
    }

    private static NativeVector.Text[] Inline(Labels? labels)
    {
        var texts = new NativeVector.Text[labels?.Count ?? 0];
        for (var code = 0; code < texts.Length; code++)
        {
            var utf8 = labels!.Utf8(code);
            if (utf8.Length <= NativeVector.Text.InlineLength) texts[code] = NativeVector.Text.Inline(utf8);
        }

        return texts;
    }

    private static bool AllSet(ReadOnlySpan<ulong> words, int rows)
    {
        var rest = rows & 63;
        if (words[..(rows >> 6)].ContainsAnyExcept(ulong.MaxValue)) return false;
        return rest == 0 || (~words[^1] & ((1UL << rest) - 1)) == 0;
    }
}
