namespace SecretMagic.Features;

/// <summary>What a feature reads of a column of the panel.</summary>
/// <param name="Column">The column.</param>
/// <param name="Newest">The distance from a row to the newest row it reads: 0 for the row itself, 7 for a lag of 7. Null: any row, also
/// those to come, because the column is a plan.</param>
internal readonly record struct InputRead(string Column, int? Newest);
