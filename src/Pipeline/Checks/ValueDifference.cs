namespace SecretMagic.Pipeline;

/// <summary>A value that is not the one that comes out again.</summary>
/// <param name="File">Its file, below the manifest; of a sampled row empty.</param>
/// <param name="Series">Its series.</param>
/// <param name="Time">Its time.</param>
/// <param name="Feature">Its column.</param>
/// <param name="Stored">What stands in the file; with its bits where the number alone does not tell.</param>
/// <param name="Computed">What comes out.</param>
public sealed record ValueDifference(string File, string Series, string Time, string Feature, string Stored, string Computed);
