using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>How a feature is computed: immutable, part of the plan.</summary>
internal abstract class Operation
{
    /// <summary>The doubles it carries from row to row, a series.</summary>
    public virtual int StateLength => 0;

    /// <summary>True when it reads rows after the row it is for, as plans for the future do.</summary>
    public virtual bool LooksAhead => false;

    /// <summary>What it reads, where it knows better than its entry: see <see cref="EntryCompiler.Add"/>.</summary>
    public virtual ImmutableArray<InputRead>? Reads => null;

    /// <summary>What it computes, where several canonical forms mean the same values; null where the canonical form says it.</summary>
    public virtual string? Meaning => null;

    /// <summary>Adds what computes it to a worker; features that can share an evaluation join one kernel.</summary>
    /// <param name="worker">The worker that is being set up.</param>
    /// <param name="feature">The position of the feature in the plan.</param>
    /// <param name="stateStart">Where its state starts.</param>
    public abstract void Enlist(WorkerLayout worker, int feature, int stateStart);
}
