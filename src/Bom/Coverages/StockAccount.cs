namespace SecretMagic.Bom;

/// <summary>The stock of one item at one site: receipts by position, and the states between tiles.</summary>
internal sealed class StockAccount(int[] positions, double[] quantities, bool isKept)
{
    private NetState _saved = new() { IsKept = isKept };
    private int _window = -1;

    /// <summary>The state before the tile.</summary>
    internal NetState Start { get; private set; }

    /// <summary>The state before the next position of the tile.</summary>
    internal NetState Current;

    /// <summary>The account was given, not made because something is needed.</summary>
    internal bool IsKept => isKept;

    internal static StockAccount Empty() => new([], [], isKept: false);

    /// <summary>Takes up the state in which the results of the window before ended.</summary>
    internal void Enter(int window)
    {
        if (_window == window) return;
        _window = window;
        Start = Current = _saved;
    }

    /// <summary>Keeps the current state for the next window, where this one's results end; what alternates share apart.</summary>
    internal void Save() => _saved = Current with { Shared = _saved.Shared };

    /// <summary>Keeps what alternates share.</summary>
    internal void SaveShared() => _saved.Shared = Current.Shared;

    /// <summary>Adds receipts to a lane whose first value is for position <paramref name="first"/>; those not counted before come at once.</summary>
    internal void Arrive(Span<double> lane, int first, int next)
    {
        for (var i = 0; i < positions.Length; i++)
        {
            var at = positions[i] - first;
            if (positions[i] >= next && at < lane.Length) lane[Math.Max(0, at)] += quantities[i];
        }
    }
}
