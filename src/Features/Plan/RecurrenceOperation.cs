using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>A recurrence over a column.</summary>
internal sealed class RecurrenceOperation<TOperator, TState>(History history, TOperator step) : Operation
    where TOperator : struct, IRecurrence<TOperator, TState>
    where TState : unmanaged
{
    public override int StateLength => Unsafe.SizeOf<TState>() / sizeof(double);

    public override void Enlist(WorkerLayout worker, int feature, int stateStart)
    {
        var input = worker.Input(history, history.Shift);
        var output = worker.Output(input, history, feature);
        var kernel = worker.Shared(
            (input, history.Shift, typeof(TOperator)),
            () => new RecurrenceKernel<TOperator, TState>(input, history.Shift, worker.Scratch));
        kernel.Add(step, output, stateStart);
    }
}
