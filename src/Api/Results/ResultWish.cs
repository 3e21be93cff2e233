namespace SecretMagic.Api;

/// <summary>Which rows of a result are wanted.</summary>
/// <param name="Series">Of this series; null for all.</param>
/// <param name="From">From this moment on.</param>
/// <param name="To">Up to this moment.</param>
/// <param name="Columns">These columns, beside series and time; null for all.</param>
/// <param name="Limit">The most rows.</param>
internal sealed record ResultWish(string? Series, DateTimeOffset? From, DateTimeOffset? To, IReadOnlyCollection<string>? Columns, int Limit)
{
    /// <summary>The most rows of an answer.</summary>
    internal const int MostRows = 100_000;

    /// <summary>All rows, as many as an answer has.</summary>
    internal static ResultWish All { get; } = new(null, null, null, null, MostRows);
}
