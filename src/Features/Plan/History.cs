namespace SecretMagic.Features;

/// <summary>What a history feature reads, and when its output counts as dead.</summary>
/// <param name="Column">The position of the input column in the panel.</param>
/// <param name="ColumnName">Its name.</param>
/// <param name="Strategy">What a missing value means.</param>
/// <param name="Shift">The value of row t is that of row t - shift.</param>
/// <param name="DeadBelow">Where the output is closer to 0 than this it is NaN; 0 for never.</param>
internal sealed record History(int Column, string ColumnName, NanStrategy Strategy, int Shift, double DeadBelow)
{
    /// <summary>What a row counts; null when every known one counts in full.</summary>
    public OpenShare? Share { get; init; }

    /// <summary>A column without a strategy of its own: a missing value is left out.</summary>
    public static History AsItIs(int column, string columnName) => new(column, columnName, NanStrategy.Missing, Shift: 0, DeadBelow: 0);

    public string Canonical(string operation) =>
        $"{ColumnName}|{(Strategy == NanStrategy.Decay ? "decay" : "missing")}|shift {Shift}|{operation}"
        + (DeadBelow > 0 ? $"|dead below {DeadBelow}" : "")
        + (Share is null ? "" : $"|open share {Share.Name}");
}
