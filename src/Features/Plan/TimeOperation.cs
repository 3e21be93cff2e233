namespace SecretMagic.Features;

/// <summary>A feature that depends on the period alone.</summary>
internal sealed class TimeOperation(TimeFormula formula) : Operation
{
    public override void Enlist(WorkerLayout worker, int feature, int stateStart) =>
        worker.Shared(typeof(TimeKernel), () => new TimeKernel(worker.Grid)).Add(feature, formula);
}
