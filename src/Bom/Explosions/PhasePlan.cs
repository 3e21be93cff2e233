namespace SecretMagic.Bom;

/// <summary>A phase of the graph within the horizon.</summary>
/// <param name="Phase">Its order of rows.</param>
/// <param name="Days">Its days, as positions of the axis.</param>
/// <param name="Cut">Rows that are not exploded, because they lie at the last level allowed; null for none.</param>
internal sealed record PhasePlan(BomPhase Phase, DayRange Days, bool[]? Cut);
