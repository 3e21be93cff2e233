using System.Globalization;
using SecretMagic.Pipeline;

namespace SecretMagic.Appender;

/// <summary>Runs a feature batch in small blocks, says how many are finished, and stands still behind a number of them until it is killed.</summary>
internal sealed class Batcher(int blocks) : IProgress<BatchProgress>
{
    private int _done;

    public static int Run(string[] args)
    {
        Console.WriteLine("ready");
        var options = new FeatureBatchOptions
        {
            Input = args[0],
            FeatureSet = args[1],
            Output = args[2],
            BlockBytes = long.Parse(args[3], CultureInfo.InvariantCulture),
            Threads = 1,
        };
        FeatureBatch.Run(options, new Batcher(int.Parse(args[4], CultureInfo.InvariantCulture)), TimeProvider.System, CancellationToken.None);
        return 0;
    }

    public void Report(BatchProgress value)
    {
        if (value.BlocksDone == _done) return;
        _done = value.BlocksDone;
        Console.WriteLine(_done);
        if (_done >= blocks) new ManualResetEventSlim().Wait();
    }
}
