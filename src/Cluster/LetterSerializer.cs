using System.Buffers.Binary;
using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace SecretMagic.Cluster;

/// <summary>
/// Letters and answers as bytes, under the manifest of what is in them. A letter begins with two lengths and the texts of entity and trace; then, as in an
/// answer, come the bytes of the packet.
/// </summary>
/// <param name="system">The system.</param>
internal sealed class LetterSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <inheritdoc/>
    public override int Identifier => 481;

    /// <inheritdoc/>
    public override string Manifest(object o) => (o as Letter)?.Content.Manifest ?? ((Answer)o).Content.Manifest;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj)
    {
        if (obj is not Letter letter) return ((Answer)obj).Content.Json;
        var (to, trace, json) = (Encoding.UTF8.GetBytes(letter.To), Encoding.UTF8.GetBytes(letter.Trace), letter.Content.Json);
        var bytes = new byte[4 + to.Length + trace.Length + json.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)to.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)trace.Length);
        to.CopyTo(bytes, 4);
        trace.CopyTo(bytes, 4 + to.Length);
        json.CopyTo(bytes, 4 + to.Length + trace.Length);
        return bytes;
    }

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (manifest[0] is not ('c' or 'q')) return new Answer(new Packet(manifest, bytes));
        var (to, trace) = (BinaryPrimitives.ReadUInt16LittleEndian(bytes), BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2)));
        return new Letter(
            Encoding.UTF8.GetString(bytes, 4, to), new Packet(manifest, bytes[(4 + to + trace)..]), Encoding.UTF8.GetString(bytes, 4 + to, trace));
    }
}
