using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;

namespace SecretMagic.Pipeline;

/// <summary>
/// The first line of a CSV file: its delimiter and the names of its columns. Everything after it is DuckDB's; the header is read here so that
/// no type, name or delimiter is ever guessed from the data.
/// </summary>
/// <param name="Delimiter">One of comma, semicolon, tab, bar: whichever occurs most in the header.</param>
/// <param name="Columns">The names, in the order of the file.</param>
internal sealed record CsvHeader(char Delimiter, ImmutableArray<string> Columns)
{
    private const int LongestLine = 1 << 20;

    /// <summary>Reads the header of a plain or gzip-compressed file.</summary>
    /// <exception cref="InputException">The file is empty, no UTF-8, or its first line is no header.</exception>
    public static CsvHeader Read(string file)
    {
        var line = FirstLine(file);
        if (line.Length == 0) throw new InputException("the file is empty; a CSV file starts with a line of column names", file);
        var delimiter = ",;\t|".MaxBy(candidate => Split(line, candidate).Count);
        var columns = Split(line, delimiter).ConvertAll(name => name.Trim()).ToImmutableArray();
        if (columns.Contains(""))
            throw new InputException($"column {columns.IndexOf("") + 1} has no name; the first line must name every column", file, 1);
        var twice = columns.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null) throw new InputException($"column '{twice}' is named twice", file, 1);
        return new CsvHeader(delimiter, columns);
    }

    /// <summary>Demands that gzip data is whole: DuckDB reads what is there of a file that was cut off, and says nothing.</summary>
    /// <exception cref="InputException">The data ends early, or is damaged.</exception>
    public static void RequireWhole(string file, CancellationToken token)
    {
        using var raw = File.OpenRead(file);
        if (!IsGzip(raw)) return;
        try
        {
            using var content = new GZipStream(raw, CompressionMode.Decompress, leaveOpen: true);
            var buffer = new byte[1 << 16];
            long length = 0;
            for (int read; (read = content.Read(buffer)) > 0; length += read) token.ThrowIfCancellationRequested();

            // The last four bytes are the length, modulo 2^32, of the last of the parts that the file is joined from.
            Span<byte> trailer = stackalloc byte[4];
            raw.Position = raw.Length - trailer.Length;
            raw.ReadExactly(trailer);
            if (System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(trailer) > length) throw new InvalidDataException("it ends early");
        }
        catch (InvalidDataException problem)
        {
            throw new InputException($"the gzip data is damaged or cut off ({problem.Message})", file);
        }
    }

    /// <summary>True for gzip data, whatever the file's name.</summary>
    public static bool IsGzip(string file)
    {
        using var raw = File.OpenRead(file);
        return IsGzip(raw);
    }

    private static bool IsGzip(FileStream raw)
    {
        var isGzip = raw.ReadByte() == 0x1f && raw.ReadByte() == 0x8b;
        raw.Position = 0;
        return isGzip;
    }

    private static string FirstLine(string file)
    {
        try
        {
            using var raw = File.OpenRead(file);
            using var content = IsGzip(raw) ? (Stream)new GZipStream(raw, CompressionMode.Decompress) : new BufferedStream(raw);
            var bytes = new List<byte>(256);
            for (int next; (next = content.ReadByte()) >= 0 && next != '\n';)
            {
                if (bytes.Count == LongestLine) throw new InputException("the first line is longer than 1 MB; is this a CSV file?", file, 1);
                bytes.Add((byte)next);
            }

            if (bytes is [0xff, 0xfe, ..] or [0xfe, 0xff, ..])
                throw new InputException($"the file is UTF-16; convert it: iconv -f UTF-16 -t UTF-8 {Path.GetFileName(file)}", file, 1);
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.ToArray()).TrimStart('\ufeff').TrimEnd('\r');
        }
        catch (DecoderFallbackException)
        {
            throw new InputException("the header is not UTF-8; convert the file, for example with iconv -f LATIN1 -t UTF-8", file, 1);
        }
        catch (InvalidDataException problem)
        {
            throw new InputException($"the gzip data is damaged or cut off ({problem.Message})", file);
        }
    }

    private static List<string> Split(string line, char delimiter)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        foreach (var letter in line)
        {
            if (letter == '"') quoted = !quoted;
            else if (letter == delimiter && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else field.Append(letter);
        }

        fields.Add(field.ToString());
        return fields;
    }
}
