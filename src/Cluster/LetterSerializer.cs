using System.Buffers.Binary;
using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace SecretMagic.Cluster;

/// <summary>
/// Letters and answers as bytes, under the manifest of what is in them. A letter begins with its id, two lengths and the texts of entity and trace; then, as
/// in an answer, come the bytes of the packet. A departure is four bytes.
/// </summary>
/// <param name="system">The system.</param>
internal sealed class LetterSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Of 16 bytes of id and two lengths.</summary>
    private const int Head = 20;

    private const string Departure = "departing";

    /// <inheritdoc/>
    public override int Identifier => 481;

    /// <inheritdoc/>
    public override string Manifest(object o) => o switch
    {
        Letter letter => letter.Content.Manifest,
        Departing => Departure,
        _ => ((Answer)o).Content.Manifest,
    };

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj)
    {
        if (obj is Departing departing)
        {
            var uid = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(uid, departing.Uid);
            return uid;
        }

        if (obj is not Letter letter) return ((Answer)obj).Content.Json;
        var (to, trace, json) = (Encoding.UTF8.GetBytes(letter.To), Encoding.UTF8.GetBytes(letter.Trace), letter.Content.Json);
        var bytes = new byte[Head + to.Length + trace.Length + json.Length];
        letter.Id.TryWriteBytes(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(16), (ushort)to.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(18), (ushort)trace.Length);
        to.CopyTo(bytes, Head);
        trace.CopyTo(bytes, Head + to.Length);
        json.CopyTo(bytes, Head + to.Length + trace.Length);
        return bytes;
    }

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (manifest == Departure) return new Departing(BinaryPrimitives.ReadInt32LittleEndian(bytes));
        if (manifest[0] is not ('c' or 'q')) return new Answer(new Packet(manifest, bytes));
        var (to, trace) = (BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(16)), BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(18)));
        return new Letter(
            new Guid(bytes.AsSpan(0, 16)), Encoding.UTF8.GetString(bytes, Head, to), new Packet(manifest, bytes[(Head + to + trace)..]),
            Encoding.UTF8.GetString(bytes, Head + to, trace));
    }
}
