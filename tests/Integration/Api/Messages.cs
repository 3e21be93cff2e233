namespace SecretMagic.Integration.Api;

/// <summary>Reads what is nested in a message of protobuf.</summary>
internal static class Messages
{
    /// <summary>The messages at a path of field numbers.</summary>
    internal static IEnumerable<ReadOnlyMemory<byte>> At(ReadOnlyMemory<byte> message, params int[] path) =>
        path is [var first, .. var rest] ? Fields(message).Where(field => field.Number == first).SelectMany(field => At(field.Content, rest)) : [message];

    /// <summary>The bytes of a field; none when it is not there.</summary>
    internal static ReadOnlySpan<byte> One(ReadOnlyMemory<byte> message, int number) => Fields(message).FirstOrDefault(field => field.Number == number).Content.Span;

    /// <summary>Every field that has a length: texts, bytes and messages.</summary>
    private static IEnumerable<(int Number, ReadOnlyMemory<byte> Content)> Fields(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message.Span, ref at);
            switch (tag & 7)
            {
                case 0:
                    Varint(message.Span, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    yield return ((int)(tag >> 3), message.Slice(at, length));
                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"no message of protobuf has wire type {tag & 7}");
            }
        }
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
