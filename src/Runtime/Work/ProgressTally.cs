using SecretMagic.Pipeline;
using Progress = SecretMagic.Domain.Batches.BatchProgress;

namespace SecretMagic.Runtime;

/// <summary>The stages of a run as one progress that never goes back: units done and units known of, over all stages so far.</summary>
internal sealed class ProgressTally : IProgress<BatchProgress>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Done, long Total)> _stages = [];

    /// <summary>How far the run is.</summary>
    internal Progress Now
    {
        get
        {
            lock (_gate) return new Progress(_stages.Values.Sum(stage => stage.Done), _stages.Values.Sum(stage => stage.Total), "");
        }
    }

    public void Report(BatchProgress value)
    {
        lock (_gate)
        {
            var (done, total) = _stages.GetValueOrDefault(value.Stage);
            done = Math.Max(done, value.Done);
            _stages[value.Stage] = (done, Math.Max(done, Math.Max(total, value.Total)));
        }
    }
}
