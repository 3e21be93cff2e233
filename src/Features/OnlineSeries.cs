using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>
/// What is kept of a series that grows row by row: its last values and the state of its recurrences, some kilobytes. It is written and
/// read by an <see cref="OnlineWorker"/>. The law: the features of a row are, by bits, those of a batch over all rows up to it; saving and
/// restoring changes no bit.
/// </summary>
public sealed class OnlineSeries
{
    private const int Magic = 0x314F4D53; // "SMO1"
    private const int HashLength = 32;
    private readonly string _hash;
    private readonly double[][] _values;
    private readonly int[] _firstKnown;
    private readonly Checkpoint[] _checkpoints;
    private readonly int _kept;

    internal OnlineSeries(string hash, OnlineShape shape, int position, long firstPeriod)
    {
        _hash = hash;
        _kept = shape.Kept;
        Position = position;
        FirstPeriod = firstPeriod;
        State = new double[shape.State];
        _values = [.. Enumerable.Range(0, shape.Columns).Select(_ => new double[shape.Kept + Math.Max(16, shape.Kept / 4)])];
        _firstKnown = new int[shape.Columns];
        Array.Fill(_firstKnown, -1);
        _checkpoints = [.. Enumerable.Range(0, shape.Checkpoints).Select(_ => new Checkpoint(-1, new double[shape.State]))];
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
    public string PlanHash => _hash;

    internal double[] State { get; }

    /// <summary>The number of rows whose values are still there.</summary>
    internal int Held { get; private set; }

    /// <summary>The value of a row that is still there.</summary>
    internal ref double Value(int column, int row) => ref _values[column][row - (Rows - Held)];

    internal ReadOnlySpan<double> Values(int column) => _values[column].AsSpan(0, Held);

    internal int FirstKnown(int column) => _firstKnown[column] < 0 ? Rows : _firstKnown[column];

    /// <summary>Takes the values of the next row; the features of it come after.</summary>
    /// <param name="values">The row.</param>
    /// <param name="presence">Which rows have weight; null when all have.</param>
    internal void Push(ReadOnlySpan<double> values, PresenceRule? presence)
    {
        if (Rows % OnlineShape.CheckpointRows == 0) Keep();
        if (Held == _values[0].Length)
        {
            foreach (var column in _values) column.AsSpan(Held - _kept + 1).CopyTo(column);
            Held = _kept - 1;
        }

        for (var column = 0; column < _values.Length; column++) _values[column][Held] = values[column];
        Held++;
        Rows++;
        for (var column = 0; column < _values.Length; column++) Learn(column, Rows - 1, presence);
    }

    /// <summary>Replaces the values of an earlier row, and goes back to the state before a row not later than it.</summary>
    /// <returns>That row.</returns>
    internal int Rewind(int row, ReadOnlySpan<double> values, PresenceRule? presence)
    {
        for (var column = 0; column < _values.Length; column++) Value(column, row) = values[column];
        for (var column = 0; column < _values.Length; column++)
        {
            if (_firstKnown[column] == row)
            {
                _firstKnown[column] = -1;
                for (var later = row; later < Rows && _firstKnown[column] < 0; later++) Learn(column, later, presence);
            }
            else Learn(column, row, presence);
        }

        var checkpoint = _checkpoints[row / OnlineShape.CheckpointRows % _checkpoints.Length];
        checkpoint.State.CopyTo(State, 0);
        return checkpoint.Row;
    }

    /// <summary>Keeps the state before a row at which a correction can start again.</summary>
    internal void KeepBefore(int row)
    {
        if (row % OnlineShape.CheckpointRows != 0) return;
        ref var checkpoint = ref _checkpoints[row / OnlineShape.CheckpointRows % _checkpoints.Length];
        State.CopyTo(checkpoint.State, 0);
        checkpoint = checkpoint with { Row = row };
    }

    /// <summary>Its bytes: the plan's hash, where it stands, values and states as IEEE bits, little-endian.</summary>
    public byte[] Save()
    {
        var bytes = new byte[SavedLength];
        var rest = bytes.AsSpan();
        Write(ref rest, Magic);
        Convert.FromHexString(_hash, rest, out _, out _);
        rest = rest[HashLength..];
        Write(ref rest, Position);
        Write(ref rest, FirstPeriod);
        Write(ref rest, Rows);
        var held = Math.Min(Held, _kept);
        Write(ref rest, held);
        foreach (var first in _firstKnown) Write(ref rest, first);
        foreach (var column in _values) Write(ref rest, column.AsSpan(Held - held, held));
        rest = rest[((_kept - held) * _values.Length * sizeof(double))..];
        Write(ref rest, State);
        foreach (var (row, state) in _checkpoints)
        {
            Write(ref rest, row);
            Write(ref rest, state);
        }

        return bytes;
    }

    internal int SavedLength => sizeof(int) * (4 + _firstKnown.Length + _checkpoints.Length) + HashLength + sizeof(long)
        + sizeof(double) * (_kept * _values.Length + State.Length * (1 + _checkpoints.Length));

    internal static OnlineSeries Restore(ReadOnlySpan<byte> bytes, string hash, OnlineShape shape)
    {
        if (bytes.Length < sizeof(int) + HashLength || Take<int>(ref bytes) != Magic) throw new InvalidDataException("These are no bytes of a saved series.");
        var saved = Convert.ToHexStringLower(bytes[..HashLength]);
        if (saved != hash)
            throw new InvalidDataException($"The series was saved by the plan {saved[..12]}, this is {hash[..12]}; compute it again from its history.");
        bytes = bytes[HashLength..];
        var length = bytes.Length + sizeof(int) + HashLength;
        if (length < 2 * sizeof(int) + HashLength + sizeof(long)) throw Cut(length);
        var series = new OnlineSeries(hash, shape, Take<int>(ref bytes), Take<long>(ref bytes));
        if (length != series.SavedLength) throw Cut(length);
        series.Rows = Take<int>(ref bytes);
        series.Held = Take<int>(ref bytes);
        if (series.Held < 0 || series.Held > shape.Kept || series.Rows < series.Held) throw Cut(length);
        foreach (ref var first in series._firstKnown.AsSpan()) first = Take<int>(ref bytes);
        foreach (var column in series._values) Take(ref bytes, column.AsSpan(0, series.Held));
        bytes = bytes[((shape.Kept - series.Held) * series._values.Length * sizeof(double))..];
        Take(ref bytes, series.State);
        foreach (ref var checkpoint in series._checkpoints.AsSpan())
        {
            checkpoint = checkpoint with { Row = Take<int>(ref bytes) };
            Take(ref bytes, checkpoint.State);
        }

        return series;
    }

    private static InvalidDataException Cut(int length) =>
        new($"The saved series is damaged, or was saved with another number of correctable rows: {length} bytes.");

    private void Keep() => KeepBefore(Rows);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Learn(int column, int row, PresenceRule? presence)
    {
        if (_firstKnown[column] >= 0 && _firstKnown[column] <= row) return;
        if (!double.IsNaN(Value(column, row)) && presence?.Covers(column, row) != true) _firstKnown[column] = row;
    }

    private static void Write(ref Span<byte> rest, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(rest, value);
        rest = rest[sizeof(int)..];
    }

    private static void Write(ref Span<byte> rest, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(rest, value);
        rest = rest[sizeof(long)..];
    }

    private static void Write(ref Span<byte> rest, ReadOnlySpan<double> values)
    {
        foreach (var value in values) Write(ref rest, BitConverter.DoubleToInt64Bits(value));
    }

    private static T Take<T>(ref ReadOnlySpan<byte> bytes)
        where T : unmanaged
    {
        var value = MemoryMarshal.Read<T>(bytes);
        bytes = bytes[Unsafe.SizeOf<T>()..];
        return value;
    }

    private static void Take(ref ReadOnlySpan<byte> bytes, Span<double> values)
    {
        foreach (ref var value in values) value = BitConverter.Int64BitsToDouble(Take<long>(ref bytes));
    }

    private readonly record struct Checkpoint(int Row, double[] State);
}
