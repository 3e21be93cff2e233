using SecretMagic.Series;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Integration.Lake;

/// <summary>A column of values of one shape, with nulls of one shape, from a seed.</summary>
internal sealed class AnyColumn
{
    private static readonly Labels Texts = new(
        ["", "a", "Äpfel", "苹果和梨子 🍐", new string('x', 300), .. Enumerable.Range(0, 3000).Select(i => $"series {i * 7919}")]);

    private readonly long?[] _bits;

    public AnyColumn(string name, ColumnType type, Shape shape, Nulls nulls, int rows, Dice dice)
    {
        Column = new BlockColumn(name, type, type == ColumnType.Label ? Texts : null);
        _bits = new long?[rows];
        long value = 0;
        for (var row = 0; row < rows; row++)
        {
            value = shape switch
            {
                Shape.Constant => value,
                Shape.Runs => row == 0 || dice.Next(40) == 0 ? Bits(type, dice, 1000) : value,
                Shape.Few => Bits(type, dice, 5),
                Shape.Growing => Bits(type, dice, 1 + row),
                Shape.Signs => dice.Next(2) == 0 ? Bits(type, dice, 1) : type == ColumnType.Float32 ? 0x8000_0000 : long.MinValue,
                _ => Bits(type, dice, int.MaxValue),
            };
            var isNull = nulls switch
            {
                Nulls.None => false,
                Nulls.All => true,
                Nulls.First => row < rows / 3,
                Nulls.Last => row >= rows - rows / 3,
                _ => dice.Next(4) == 0,
            };
            _bits[row] = isNull ? null : Fitting(type, value);
        }
    }

    public enum Shape
    {
        Constant,
        Runs,
        Few,
        Growing,
        Signs,
        Many,
    }

    public enum Nulls
    {
        None,
        All,
        First,
        Last,
        Some,
    }

    public BlockColumn Column { get; }

    public void Write(ColumnBlock block, int column, int row, int at)
    {
        if (_bits[at] is null) block.SetNull(column, row);
        switch (Column.Width)
        {
            case 1: block.Values<byte>(column)[row] = (byte)(_bits[at] ?? 0); break;
            case 4: block.Values<int>(column)[row] = (int)(_bits[at] ?? (Column.Type == ColumnType.Label ? int.MinValue : 0)); break;
            default: block.Values<long>(column)[row] = _bits[at] ?? 0; break;
        }
    }

    public void Expect(DuckReader reader, int column, int row, int at)
    {
        reader.IsNull(column, row).ShouldBe(_bits[at] is null, $"{Column.Name} {at}");
        if (_bits[at] is not { } bits) return;
        var read = Column.Type switch
        {
            ColumnType.UInt8 => reader.Values<byte>(column)[row],
            ColumnType.Float32 => (uint)BitConverter.SingleToInt32Bits(reader.Values<float>(column)[row]),
            ColumnType.Float64 => BitConverter.DoubleToInt64Bits(reader.Values<double>(column)[row]),
            ColumnType.Int64 or ColumnType.Timestamp => reader.Values<long>(column)[row],
            ColumnType.Label => Texts.Count > bits && reader.Text(column, row) == Texts[(int)bits] ? bits : -1,
            _ => reader.Values<int>(column)[row],
        };
        if (read != bits) read.ShouldBe(bits, $"{Column.Name} {at}");
    }

    private static long Bits(ColumnType type, Dice dice, int distinct) => type switch
    {
        ColumnType.Float32 => (uint)BitConverter.SingleToInt32Bits(distinct == int.MaxValue ? (float)dice.NextDouble() * 1e20f - 5e19f : dice.Next(distinct) / 7f),
        ColumnType.Float64 => BitConverter.DoubleToInt64Bits(distinct == int.MaxValue ? dice.NextDouble() * 1e200 - 5e199 : dice.Next(distinct) / 7d),
        _ => distinct == int.MaxValue ? dice.NextLong() : dice.Next(distinct) * 1_000_003L - 5_000_000,
    };

    private static long Fitting(ColumnType type, long value) => type switch
    {
        ColumnType.UInt8 => (byte)value,
        ColumnType.Int32 => (int)value,
        ColumnType.Date => (int)(value % 1_000_000),
        ColumnType.Timestamp => value % 100_000_000_000_000_000,
        ColumnType.Label => (int)((ulong)value % (ulong)Texts.Count),
        _ => value,
    };
}
