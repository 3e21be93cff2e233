namespace SecretMagic.Api;

/// <summary>A page of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">The cursor of the next page; null behind the last one.</param>
internal sealed record PageAnswer<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>A page of what was read with one row more than is shown.</summary>
    internal static PageAnswer<T> Of<TRow>(IReadOnlyList<TRow> read, int limit, Func<TRow, T> show, Func<TRow, string> cursor) =>
        new([.. read.Take(limit).Select(show)], read.Count > limit ? cursor(read[limit - 1]) : null);
}
