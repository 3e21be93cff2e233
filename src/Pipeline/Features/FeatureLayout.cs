namespace SecretMagic.Pipeline;

/// <summary>How the files of a feature set are laid out.</summary>
public enum FeatureLayout
{
    /// <summary>A folder a year, <c>series_id</c>, dates on grids of days, statics repeated on every row.</summary>
    Files = 0,

    /// <summary>What AutoGluon reads: one long table with <c>item_id</c> and timestamps, a frame of statics, and the lists of columns.</summary>
    AutoGluon = 1,
}
