using System.Collections.Immutable;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Pipeline;

/// <summary>
/// The blocks of a batch: runs of parts whose files are kept, once all of them are written, for a run that goes on where this one ended. Where blocks are cut
/// depends on the input and the options only. A batch of one block writes into its staged result and keeps nothing; so does one whose work another
/// process does at the same time.
/// </summary>
internal sealed class FeatureBlocks : IDisposable
{
    private readonly StagedDirectory _staged;
    private readonly WorkDirectory? _work;
    private readonly ImmutableArray<ImmutableArray<Range>> _blocks;
    private readonly Dictionary<Range, int> _blockOf = [];
    private readonly int[] _waiting;
    private readonly WrittenRows?[] _written;
    private readonly Lock _gate = new();

    private FeatureBlocks(StagedDirectory staged, WorkDirectory? work, ImmutableArray<ImmutableArray<Range>> blocks)
    {
        (_staged, _work, _blocks) = (staged, work, blocks);
        _waiting = [.. blocks.Select(parts => parts.Length)];
        _written = new WrittenRows?[blocks.Length];
        foreach (var (block, parts) in blocks.Index())
            foreach (var part in parts) _blockOf.Add(part, block);
    }

    /// <summary>How many there are.</summary>
    public int Count => _blocks.Length;

    /// <summary>How many an earlier run had finished.</summary>
    public int Found { get; private set; }

    /// <summary>How many are finished.</summary>
    public int Done { get; private set; }

    /// <summary>How many are kept when the run ends now.</summary>
    public int Kept => _work?.Pieces ?? 0;

    /// <summary>Where the files of rows are written.</summary>
    public string Folder => _work?.Path ?? _staged.Path;

    /// <summary>Finds what earlier runs of the same request finished.</summary>
    public static FeatureBlocks Open(FeatureRequest request, ImmutableArray<ImmutableArray<Range>> blocks, StagedDirectory staged, CancellationToken token)
    {
        if (blocks.Length <= 1) WorkDirectory.Tidy(request.WorkPlace);
        var opened = new FeatureBlocks(staged, blocks.Length > 1 ? WorkDirectory.TryOpen(request.WorkPlace, request.Fingerprint) : null, blocks);
        try
        {
            opened.Find(token);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>What the finished blocks hold.</summary>
    public IEnumerable<WrittenRows> Finished() => _written.OfType<WrittenRows>();

    /// <summary>True for a part of a finished block.</summary>
    public bool IsFinished(Range part) => _waiting[_blockOf[part]] == 0;

    /// <summary>The parts of a panel from the first that is not finished to the last; none when all are.</summary>
    public ImmutableArray<Range> Rest(ImmutableArray<Range> panel)
    {
        var left = panel.Index().Where(part => !IsFinished(part.Item)).Select(part => part.Index).ToArray();
        return left.Length == 0 ? [] : panel[left[0]..(left[^1] + 1)];
    }

    /// <summary>Begins to sync a file that is complete. From any thread.</summary>
    public void SyncEarly(string file)
    {
        if (_work is null) _staged.SyncEarly(file);
        else _work.SyncEarly(file);
    }

    /// <summary>Counts a part that is written, and keeps its block with the last one. From any thread.</summary>
    public void Add(Range part, WrittenRows rows)
    {
        var block = _blockOf[part];
        lock (_gate)
        {
            _written[block] = _written[block]?.With(rows) ?? rows;
            if (--_waiting[block] > 0) return;
            Done++;
        }

        _work?.Keep(NameOf(block), [.. _written[block]!.Files.Select(file => file.Path)], ResultJson.Text(_written[block]));
    }

    /// <summary>Puts the files of rows into the staged result.</summary>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public void PutInPlace()
    {
        _work?.Complete();
        _work?.Link(_staged.Path, Finished().SelectMany(rows => rows.Files).Select(file => file.Path));
    }

    /// <summary>Removes what was kept: the result stands, or the input must change.</summary>
    public void Remove() => _work?.Remove();

    /// <summary>Leaves what is kept to the next run.</summary>
    public void Dispose() => _work?.Dispose();

    private void Find(CancellationToken token)
    {
        if (_work is null) return;
        for (var block = 0; block < _blocks.Length; block++)
        {
            if (_work.Find(NameOf(block), token) is not { } facts) continue;
            _written[block] = ResultJson.Of<WrittenRows>(facts);
            _waiting[block] = 0;
            Found++;
        }

        Done = Found;
    }

    private string NameOf(int block) => $"series-{_blocks[block][0].Start.Value:00000000}-{_blocks[block][^1].End.Value:00000000}";
}
