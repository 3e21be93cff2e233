using System.Runtime.InteropServices;

namespace SecretMagic.Storage.Duck;

/// <summary>DuckDB's C interface: chunks of rows and the vectors in them. The names are those of duckdb.h.</summary>
internal static unsafe partial class NativeVector
{
    [LibraryImport(DuckLibrary.Name)]
    [SuppressGCTransition]
    public static partial ulong duckdb_vector_size();

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_destroy_data_chunk(ref nint chunk);

    [LibraryImport(DuckLibrary.Name)]
    public static partial nint duckdb_create_data_chunk(nint* types, ulong count);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_data_chunk_reset(DuckHandle.Chunk chunk);

    [LibraryImport(DuckLibrary.Name)]
    public static partial ulong duckdb_data_chunk_get_size(nint chunk);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_data_chunk_set_size(nint chunk, ulong size);

    [LibraryImport(DuckLibrary.Name)]
    public static partial nint duckdb_data_chunk_get_vector(nint chunk, ulong column);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void* duckdb_vector_get_data(nint vector);

    [LibraryImport(DuckLibrary.Name)]
    public static partial ulong* duckdb_vector_get_validity(nint vector);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_vector_ensure_validity_writable(nint vector);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_vector_assign_string_element_len(nint vector, ulong row, byte* utf8, ulong length);

    [LibraryImport(DuckLibrary.Name)]
    public static partial nint duckdb_create_logical_type(DuckType type);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_destroy_logical_type(ref nint type);

    /// <summary>duckdb_string_t: a length, then 12 bytes of text, or 4 and the address of the whole text.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 16)]
    internal struct Text
    {
        /// <summary>The longest text that stands in the struct itself.</summary>
        public const int InlineLength = 12;

        [FieldOffset(0)]
        private uint _length;

        [FieldOffset(4)]
        private fixed byte _inline[InlineLength];

        [FieldOffset(8)]
        private readonly byte* _address;

        /// <summary>Builds a text of at most <see cref="InlineLength"/> bytes; the rest is zero, as comparisons in DuckDB need it.</summary>
        public static Text Inline(ReadOnlySpan<byte> utf8)
        {
            Text text = default;
            text._length = (uint)utf8.Length;
            utf8.CopyTo(new Span<byte>(text._inline, InlineLength));
            return text;
        }

        /// <summary>The bytes of a text in a vector; valid as long as its chunk.</summary>
        public static ReadOnlySpan<byte> Utf8(Text* text) =>
            new(text->_length <= InlineLength ? text->_inline : text->_address, checked((int)text->_length));
    }
}
