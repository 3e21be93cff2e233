using SecretMagic.Series;

namespace SecretMagic.Pipeline;

/// <summary>What a layout decides of the files of rows: the key's name, the type of timestamps, and the folders.</summary>
internal sealed record FileShape(string Key, ColumnType Time, bool IsByYear)
{
    /// <summary>The folder of a table that is not cut by year.</summary>
    private const string Whole = "data";

    /// <summary>A year no timestamp lies behind.</summary>
    private const int LastYear = 9998;

    /// <summary>The shape of a layout for a grid.</summary>
    public static FileShape Of(FeatureLayout layout, TimeGrid grid) => layout == FeatureLayout.AutoGluon
        ? new FileShape("item_id", ColumnType.Timestamp, IsByYear: false)
        : new FileShape("series_id", grid.Frequency.IsDated ? ColumnType.Date : ColumnType.Timestamp, IsByYear: true);

    /// <summary>The key's name in the files of a finished result.</summary>
    public static string KeyOf(FeatureManifest manifest) => manifest.Layout == "autogluon" ? "item_id" : "series_id";

    /// <summary>The files of a finished result that hold rows; a table that stands beside their folders does not.</summary>
    public static IEnumerable<string> RowFiles(FeatureManifest manifest) => manifest.Files.Select(file => file.Path).Where(path => path.Contains('/'));

    /// <summary>The folders into which a part goes, each with the last year of its rows.</summary>
    public IEnumerable<(string Folder, int LastYear)> Folders(PartCursor cursor) =>
        IsByYear ? cursor.Years().Select(year => ($"year={year:0000}", year)) : [(Whole, LastYear)];
}
