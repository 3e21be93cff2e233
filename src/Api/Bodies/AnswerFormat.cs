namespace SecretMagic.Api;

/// <summary>What rows are answered as.</summary>
internal enum AnswerFormat
{
    /// <summary>application/json, also for whoever takes anything.</summary>
    Json,

    /// <summary>text/csv.</summary>
    Csv,

    /// <summary>application/vnd.apache.parquet.</summary>
    Parquet,
}
