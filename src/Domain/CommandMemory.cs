using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace SecretMagic.Domain;

/// <summary>
/// The commands behind the last <see cref="Depth"/> events of an entity. It follows from those events alone, so it is the same in an entity that was never
/// unloaded and in one that was loaded a moment ago. A command sent again when more events have passed is decided anew.
/// </summary>
/// <remarks>A memory never changes. One more event writes behind the end of the chunk that its memory shares with the one before, as a slice does.</remarks>
public sealed class CommandMemory
{
    /// <summary>How many events back a command is known.</summary>
    public const int Depth = 256;

    /// <summary>Most entities are told little: the first chunks are small.</summary>
    private const int FirstSize = 4;

    private const int LargestSize = 32;

    /// <summary>As many of the last chunks hold <see cref="Depth"/> entries, also when some of the first ones are among them.</summary>
    private const int MostChunks = Depth / LargestSize + 3;

    private readonly Chunk[] _chunks;

    /// <summary>Entries of the last chunk that belong to this memory.</summary>
    private readonly int _used;

    private CommandMemory(Chunk[] chunks, int used) => (_chunks, _used) = (chunks, used);

    /// <summary>The memory before anything happened.</summary>
    public static CommandMemory Empty { get; } = new([], 0);

    /// <summary>The version that the command's first answer named; null when it is not known.</summary>
    public long? VersionOf(CommandId command)
    {
        var (hash, used) = (command.GetHashCode(), _used);
        for (var at = _chunks.Length - 1; at >= 0; at--, used = at < 0 ? 0 : _chunks[at].Size)
        {
            if (_chunks[at].TryFind(command, hash, used, out var version)) return version > LastVersion - Depth ? version : null;
        }

        return null;
    }

    /// <summary>The memory after an event of a command.</summary>
    public CommandMemory With(CommandId command, long version)
    {
        if (_chunks is not [.., var last]) return new([Chunk.Of(FirstSize, command, version)], 1);
        if (_used == last.Size)
        {
            var kept = _chunks.Length < MostChunks ? _chunks : _chunks[^(MostChunks - 1)..];
            return new([.. kept, Chunk.Of(Math.Min(2 * last.Size, LargestSize), command, version)], 1);
        }

        return new(last.TryAdd(_used, command, version) ? _chunks : [.. _chunks[..^1], last.Copy(_used, command, version)], _used + 1);
    }

    private long LastVersion => _chunks[^1].VersionAt(_used - 1);

    /// <summary>Entries that are written once each, by the first memory that gets so far. They hold no reference: nothing need be looked through.</summary>
    private sealed class Chunk(int size)
    {
        private readonly int[] _hashes = new int[size];
        private readonly (Letters Command, long Version)[] _entries = new (Letters, long)[size];
        private int _written;

        internal int Size => _hashes.Length;

        internal static Chunk Of(int size, CommandId command, long version)
        {
            var chunk = new Chunk(size);
            chunk.TryAdd(0, command, version);
            return chunk;
        }

        internal long VersionAt(int at) => _entries[at].Version;

        internal bool TryFind(CommandId command, int hash, int used, [NotNullWhen(true)] out long? version)
        {
            // The last entry of a command has the version of its answer.
            for (var end = used; (end = _hashes.AsSpan(0, end).LastIndexOf(hash)) >= 0;)
            {
                version = _entries[end].Version;
                if (_entries[end].Command.Are(command)) return true;
            }

            version = null;
            return false;
        }

        /// <summary>False when another memory wrote there already.</summary>
        internal bool TryAdd(int at, CommandId command, long version)
        {
            if (Interlocked.CompareExchange(ref _written, at + 1, at) != at) return false;
            (_hashes[at], _entries[at]) = (command.GetHashCode(), (new Letters(command), version));
            return true;
        }

        internal Chunk Copy(int used, CommandId command, long version)
        {
            var copy = new Chunk(Size) { _written = used };
            _hashes.AsSpan(0, used).CopyTo(copy._hashes);
            _entries.AsSpan(0, used).CopyTo(copy._entries);
            copy.TryAdd(used, command, version);
            return copy;
        }
    }

    /// <summary>The characters of an id, with zeros behind them.</summary>
    [InlineArray(CommandId.MaxLength)]
    private struct Letters
    {
        private byte _first;

        internal Letters(CommandId command) => Encoding.ASCII.GetBytes(command.Value, this);

        internal readonly bool Are(CommandId command)
        {
            ReadOnlySpan<byte> letters = this;
            var text = command.Value;
            return (text.Length == letters.Length || letters[text.Length] == 0) && Ascii.Equals(letters[..text.Length], text);
        }
    }
}
