using SecretMagic.Pipeline;
using Spectre.Console;

namespace SecretMagic.Cli;

/// <summary>Shows how far a batch is: bars on a terminal, one line a finished stage elsewhere.</summary>
internal static class ProgressView
{
    /// <summary>Runs a batch and shows its progress on <paramref name="errors"/>, so that output can be piped.</summary>
    public static T Show<T>(TextWriter errors, Func<IProgress<BatchProgress>, T> batch)
    {
        if (ReferenceEquals(errors, Console.Error) && !Console.IsErrorRedirected)
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(errors) });
            return console.Progress().AutoClear(false)
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
                .Start(context => batch(new Bars(context)));
        }

        return batch(new Lines(errors));
    }

    private sealed class Bars(ProgressContext context) : IProgress<BatchProgress>
    {
        private readonly Lock _gate = new();
        private ProgressTask? _task;
        private string _stage = "";

        public void Report(BatchProgress value)
        {
            lock (_gate)
            {
                if (_task is null || _stage != value.Stage)
                {
                    if (_task is not null) _task.Value = _task.MaxValue;
                    _task?.StopTask();
                    _stage = value.Stage;
                    _task = context.AddTask(Markup.Escape(value.Stage));
                }

                if (value.Blocks > 1) _task.Description = Markup.Escape($"{value.Stage} ({value.BlocksDone} of {value.Blocks} blocks)");
                _task.IsIndeterminate = value.Total == 0;
                _task.MaxValue = Math.Max(1, value.Total);
                _task.Value = value.Done;
            }
        }
    }

    private sealed class Lines(TextWriter errors) : IProgress<BatchProgress>
    {
        private readonly Lock _gate = new();
        private string _stage = "";
        private int _tenth;
        private int _blocks;

        public void Report(BatchProgress value)
        {
            lock (_gate)
            {
                if (value.Blocks > 1 && value.BlocksDone > _blocks)
                {
                    _blocks = value.BlocksDone;
                    errors.WriteLine($"  {value.BlocksDone} of {value.Blocks} blocks");
                }

                var tenth = value.Total == 0 ? 0 : (int)(10 * value.Done / value.Total);
                if (value.Stage != _stage)
                {
                    (_stage, _tenth) = (value.Stage, 0);
                    errors.WriteLine(value.Stage);
                }
                else if (tenth >= _tenth + 2 && value.Total >= 5_000_000)
                {
                    _tenth = tenth;
                    errors.WriteLine($"  {tenth * 10} %");
                }
            }
        }
    }
}
