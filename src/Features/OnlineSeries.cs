using System.Buffers.Binary;

namespace SecretMagic.Features;

/// <summary>
/// What is kept of a series that grows row by row: its last values and the state of its recurrences, some kilobytes. It is written and
/// read by an <see cref="OnlineWorker"/>. The law: the features of a row are, by bits, those of a batch over all rows up to it; saving and
/// restoring changes no bit.
/// </summary>
public sealed class OnlineSeries
{
    private const int Magic = 0x324F4D53; // "SMO2"
    private const int HashLength = 32;
    private const int HeaderLength = sizeof(int) + HashLength + sizeof(int) + sizeof(long) + 2 * sizeof(int);

    private readonly double[] _memory;

    internal OnlineSeries(OnlineShape shape, int position, long firstPeriod)
    {
        Shape = shape;
        Position = position;
        FirstPeriod = firstPeriod;
        _memory = new double[shape.Length];
        FirstRowsKnown.Fill(-1);
    }

    /// <summary>The position of the series in the worker's attributes.</summary>
    public int Position { get; }

    /// <summary>The period of the first row.</summary>
    public long FirstPeriod { get; }

    /// <summary>The number of rows so far.</summary>
    public int Rows { get; private set; }

    /// <summary>The period of the next row.</summary>
    public long NextPeriod => FirstPeriod + Rows;

    /// <summary>The plan whose features it carries.</summary>
    public string PlanHash => Shape.PlanHash;

    internal OnlineShape Shape { get; }

    internal Span<double> State => _memory.AsSpan(Shape.Columns, Shape.State);

    /// <summary>The number of rows whose values are still there.</summary>
    internal int Held { get; private set; }

    /// <summary>[column] the first row with a known value; -1 when there is none.</summary>
    private Span<double> FirstRowsKnown => _memory.AsSpan(0, Shape.Columns);

    /// <summary>The values that are still there.</summary>
    internal Span<double> Values(int column) => _memory.AsSpan(Shape.ValuesStart + column * Shape.Room, Held);

    internal int FirstKnown(int column) => _memory[column] < 0 ? Rows : (int)_memory[column];

    /// <summary>Takes the values of the next row; the features of it come after.</summary>
    /// <param name="values">The row.</param>
    /// <param name="presence">Which rows have weight; null when all have.</param>
    internal void Push(ReadOnlySpan<double> values, PresenceRule? presence)
    {
        KeepBefore(Rows);
        if (Held == Shape.Room) Forget();
        Held++;
        Rows++;
        for (var column = 0; column < values.Length; column++) Values(column)[^1] = values[column];
        for (var column = 0; column < values.Length; column++) Learn(column, Rows - 1, presence);
    }

    /// <summary>Replaces the values of an earlier row, and goes back to the state before a row not later than it.</summary>
    /// <returns>That row.</returns>
    internal int Rewind(int row, ReadOnlySpan<double> values, PresenceRule? presence)
    {
        for (var column = 0; column < values.Length; column++) Values(column)[row - (Rows - Held)] = values[column];
        for (var column = 0; column < values.Length; column++)
        {
            if (FirstKnown(column) == row) _memory[column] = -1;
            for (var later = row; later < Rows && FirstKnown(column) > later; later++) Learn(column, later, presence);
        }

        var checkpoint = _memory.AsSpan(Shape.Checkpoint(row));
        checkpoint[1..].CopyTo(State);
        return (int)checkpoint[0];
    }

    /// <summary>Keeps the state before a row at which a correction can start again.</summary>
    internal void KeepBefore(int row)
    {
        if (!OnlineShape.HasCheckpoint(row)) return;
        var checkpoint = _memory.AsSpan(Shape.Checkpoint(row));
        checkpoint[0] = row;
        State.CopyTo(checkpoint[1..]);
    }

    /// <summary>Its bytes: the plan's hash, where it stands, states and values as IEEE bits, little-endian.</summary>
    public byte[] Save()
    {
        var held = Math.Min(Held, Shape.Kept);
        var bytes = new byte[SavedLength(Shape)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Magic);
        Convert.FromHexString(PlanHash, bytes.AsSpan(sizeof(int)), out _, out _);
        var header = bytes.AsSpan(sizeof(int) + HashLength);
        BinaryPrimitives.WriteInt32LittleEndian(header, Position);
        BinaryPrimitives.WriteInt64LittleEndian(header[4..], FirstPeriod);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], Rows);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], held);
        var rest = bytes.AsSpan(HeaderLength);
        Write(ref rest, _memory.AsSpan(0, Shape.ValuesStart));
        for (var column = 0; column < Shape.Columns; column++) Write(ref rest, Values(column)[^held..]);
        return bytes;
    }

    internal static OnlineSeries Restore(ReadOnlySpan<byte> bytes, OnlineShape shape)
    {
        if (bytes.Length < sizeof(int) + HashLength || BinaryPrimitives.ReadInt32LittleEndian(bytes) != Magic)
            throw new InvalidDataException("These are no bytes of a saved series.");
        var plan = Convert.ToHexStringLower(bytes.Slice(sizeof(int), HashLength));
        if (plan != shape.PlanHash)
        {
            throw new InvalidDataException(
                $"The series was saved by the plan {plan[..12]}, this is {shape.PlanHash[..12]}; compute it again from its history.");
        }

        if (bytes.Length != SavedLength(shape)) throw Damaged(bytes.Length);
        var header = bytes[(sizeof(int) + HashLength)..];
        var series = new OnlineSeries(shape, BinaryPrimitives.ReadInt32LittleEndian(header), BinaryPrimitives.ReadInt64LittleEndian(header[4..]))
        {
            Rows = BinaryPrimitives.ReadInt32LittleEndian(header[12..]),
            Held = BinaryPrimitives.ReadInt32LittleEndian(header[16..]),
        };
        if (series.Held < 0 || series.Held > shape.Kept || series.Rows < series.Held) throw Damaged(bytes.Length);
        var rest = bytes[HeaderLength..];
        Read(ref rest, series._memory.AsSpan(0, shape.ValuesStart));
        for (var column = 0; column < shape.Columns; column++) Read(ref rest, series.Values(column));
        return series;
    }

    private static int SavedLength(OnlineShape shape) => checked(HeaderLength + sizeof(double) * (shape.ValuesStart + shape.Columns * shape.Kept));

    private static InvalidDataException Damaged(int length) =>
        new($"The saved series is damaged, or was saved with another number of correctable rows: {length} bytes.");

    /// <summary>Moves the rows that later ones look back to, or that can be corrected, over those that are no longer needed.</summary>
    private void Forget()
    {
        var kept = Shape.Kept - 1;
        for (var column = 0; column < Shape.Columns; column++) Values(column)[^kept..].CopyTo(Values(column));
        Held = kept;
    }

    private void Learn(int column, int row, PresenceRule? presence)
    {
        if (FirstKnown(column) <= row || double.IsNaN(Values(column)[row - (Rows - Held)]) || presence?.Covers(column, row) == true) return;
        _memory[column] = row;
    }

    private static void Write(ref Span<byte> rest, ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(rest, value);
            rest = rest[sizeof(double)..];
        }
    }

    private static void Read(ref ReadOnlySpan<byte> rest, Span<double> values)
    {
        foreach (ref var value in values)
        {
            value = BinaryPrimitives.ReadDoubleLittleEndian(rest);
            rest = rest[sizeof(double)..];
        }
    }
}
