namespace SecretMagic.Features;

/// <summary>A statistic of a column over a window.</summary>
internal sealed class WindowOperation(History history, WindowStatistic statistic, int window, int minSamples) : Operation
{
    public override void Enlist(WorkerLayout worker, int feature, int stateStart)
    {
        var input = worker.Input(history, window + history.Shift);
        input.ReachOfTiles(checked(2 * window + history.Shift));
        input.ReachOfSums(window + history.Shift);
        var kernel = worker.Shared((input, history.Shift, window), () => new WindowKernel(input, history.Shift, window));
        kernel.Add(worker.Output(input, history, feature), statistic, minSamples);
    }
}
