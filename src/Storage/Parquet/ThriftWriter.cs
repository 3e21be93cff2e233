using System.Text;

namespace SecretMagic.Storage.Parquet;

/// <summary>
/// Writes structures of the Thrift compact protocol, the language of Parquet's headers and footer. Fields of a structure come in ascending order.
/// </summary>
internal sealed class ThriftWriter(ByteBuffer target)
{
    private const int True = 1, False = 2, Byte = 3, Int16 = 4, Int32 = 5, Int64 = 6, Binary = 8, List = 9, Struct = 12;

    private readonly Stack<int> _outer = new();
    private int _last;

    /// <summary>Begins a structure that is the value of a field.</summary>
    public void BeginStruct(int field)
    {
        Field(field, Struct);
        Begin();
    }

    /// <summary>Begins a structure that is an element of a list, or stands alone.</summary>
    public void Begin()
    {
        _outer.Push(_last);
        _last = 0;
    }

    /// <summary>Ends the innermost structure.</summary>
    public void End()
    {
        target.Add(0);
        _last = _outer.Pop();
    }

    /// <summary>An empty structure.</summary>
    public void Empty(int field)
    {
        BeginStruct(field);
        End();
    }

    public void Bool(int field, bool value) => Field(field, value ? True : False);

    public void I8(int field, sbyte value)
    {
        Field(field, Byte);
        target.Add((byte)value);
    }

    public void I16(int field, short value)
    {
        Field(field, Int16);
        ZigZag(value);
    }

    public void I32(int field, int value)
    {
        Field(field, Int32);
        ZigZag(value);
    }

    public void I64(int field, long value)
    {
        Field(field, Int64);
        ZigZag(value);
    }

    public void Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public void Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        Field(field, Binary);
        target.AddVarint((ulong)bytes.Length);
        target.Add(bytes);
    }

    /// <summary>Begins a list of structures: each follows between <see cref="Begin"/> and <see cref="End"/>.</summary>
    public void Structs(int field, int count) => BeginList(field, count, Struct);

    /// <summary>A list of numbers.</summary>
    public void I32s(int field, params ReadOnlySpan<int> values)
    {
        BeginList(field, values.Length, Int32);
        foreach (var value in values) ZigZag(value);
    }

    /// <summary>A list of one text.</summary>
    public void Texts(int field, string only)
    {
        BeginList(field, 1, Binary);
        var utf8 = Encoding.UTF8.GetBytes(only);
        target.AddVarint((ulong)utf8.Length);
        target.Add(utf8);
    }

    private void BeginList(int field, int count, int type)
    {
        const int LongestShort = 14;
        Field(field, List);
        target.Add((byte)(Math.Min(count, LongestShort + 1) << 4 | type));
        if (count > LongestShort) target.AddVarint((ulong)count);
    }

    private void Field(int field, int type)
    {
        // The number of a field is its distance from the one before; none of Parquet's is as far as 16.
        target.Add((byte)(field - _last << 4 | type));
        _last = field;
    }

    private void ZigZag(long value) => target.AddVarint((ulong)(value << 1 ^ value >> 63));
}
