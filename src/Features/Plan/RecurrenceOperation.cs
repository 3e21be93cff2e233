using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>A recurrence over a column.</summary>
internal sealed class RecurrenceOperation<TOperator, TState>(History history, TOperator step) : Operation
    where TOperator : struct, IRecurrence<TState>
    where TState : unmanaged
{
    public override int StateLength => Unsafe.SizeOf<TState>() / sizeof(double);

    public override void Enlist(WorkerLayout worker, int feature, int stateStart)
    {
        var input = worker.Input(history, history.Shift);
        var output = worker.Output(input, history, feature);
        worker.Kernels.Add(new RecurrenceKernel<TOperator, TState>(step, input, output, stateStart, worker.Scratch));
    }
}
