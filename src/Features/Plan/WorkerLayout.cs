using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>The kernels of a worker while it is set up: what can be shared is made once.</summary>
internal sealed class WorkerLayout(SeriesRows rows, TimeGrid grid, SeriesAttributes attributes, PresenceRule? presence = null)
{
    private readonly Dictionary<(int Column, NanStrategy Strategy), HistoryInput> _inputs = [];
    private readonly Dictionary<object, Kernel> _shared = [];
    private readonly double[] _scratch = new double[Tile.MaxRows];

    /// <summary>The rows of the series at hand.</summary>
    public SeriesRows Rows => rows;

    public TimeGrid Grid => grid;

    public SeriesAttributes Attributes => attributes;

    public PresenceRule? Presence => presence;

    /// <summary>Room for the rows of a tile, for any kernel while it runs.</summary>
    public double[] Scratch => _scratch;

    public List<Kernel> Kernels { get; } = [];

    public IEnumerable<HistoryInput> Inputs => _inputs.Values;

    /// <summary>The input of a history feature that looks back this many rows.</summary>
    public HistoryInput Input(History history, int reach)
    {
        if (!_inputs.TryGetValue((history.Column, history.Strategy), out var input))
        {
            var rule = presence?.IsAbout(history.Column) == true ? presence : null;
            _inputs.Add((history.Column, history.Strategy), input = new HistoryInput(rows, history.Column, history.Strategy, rule));
        }

        input.Reach(reach);
        return input;
    }

    public HistoryOutput Output(HistoryInput input, History history, int feature) => new(input, history, feature, _scratch);

    /// <summary>The kernel that features with an equal key share.</summary>
    public TKernel Shared<TKernel>(object key, Func<TKernel> create)
        where TKernel : Kernel
    {
        if (_shared.TryGetValue(key, out var found)) return (TKernel)found;
        var kernel = create();
        _shared.Add(key, kernel);
        Kernels.Add(kernel);
        return kernel;
    }
}
