using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using SecretMagic.Features;
using SecretMagic.Runtime.Online;
using SecretMagic.Series;
using SecretMagic.Storage.Duck;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Api;

/// <summary>
/// Rows of a series and their features as a CSV or Parquet file, of the types that a batch writes: series_id, timestamp, present, the columns, and missing,
/// which says of each feature without a value why: <c>lag_1:warmup ma_7:too_few_valid</c>.
/// </summary>
internal static class HistoryFile
{
    /// <summary>Writes the file and answers with it.</summary>
    internal static async Task<IResult> Of(SeriesTable table, AnswerFormat format, Spool spool, CancellationToken token)
    {
        var isCsv = format == AnswerFormat.Csv;
        var path = spool.PathOf(isCsv ? "history.csv" : "history.parquet");
        Write(table, isCsv ? LakeFormat.Csv : LakeFormat.Parquet, path, spool.PathOf("duck"), token);
        return TypedResults.Bytes(await File.ReadAllBytesAsync(path, token), isCsv ? "text/csv; charset=utf-8" : BodyType.Parquet.Media);
    }

    private static void Write(SeriesTable table, LakeFormat format, string path, string scratch, CancellationToken token)
    {
        var missing = Missing(table);
        ImmutableArray<string> texts = [.. missing.Distinct()];
        ImmutableArray<BlockColumn> columns =
        [
            new("series_id", ColumnType.Label, new Labels([table.Series])),
            new("timestamp", table.Plan.Grid.Frequency.IsDated ? ColumnType.Date : ColumnType.Timestamp), new("present", ColumnType.UInt8),
            .. table.Columns.Select(column => column.Block), new("missing", ColumnType.Label, new Labels(texts)),
        ];
        using var database = DuckDatabase.Open(new DuckOptions { Threads = 1, TempDirectory = scratch });
        using var writer = new LakeWriter(database, new LakeOptions { Format = format });
        using var block = new ColumnBlock(columns, Math.Max(1, table.Rows));
        writer.Write(path, block, Fill, token);

        bool Fill(ColumnBlock filled)
        {
            filled.Rows = table.Rows;
            for (var row = 0; row < table.Rows; row++)
            {
                filled.Values<int>(0)[row] = 0;
                if (columns[1].Type == ColumnType.Date) filled.Values<int>(1)[row] = table.Plan.Grid.DayOf(table.First + row);
                else filled.Values<long>(1)[row] = table.Plan.Grid.MicrosOf(table.First + row);
                filled.Values<byte>(2)[row] = table.IsPresent[row] ? (byte)1 : (byte)0;
                for (var column = 0; column < table.Columns.Length; column++) Put(filled, column + 3, row, table.Values[column][row]);
                filled.Values<int>(columns.Length - 1)[row] = texts.IndexOf(missing[row]);
            }

            return false;
        }
    }

    private static string[] Missing(SeriesTable table)
    {
        var texts = new string[table.Rows];
        for (var row = 0; row < texts.Length; row++)
        {
            var at = row;
            texts[row] = string.Join(' ', Enumerable.Range(0, table.Columns.Length).Where(column => table.Reason(column, at) != NanReason.None)
                .Select(column => $"{table.Columns[column].Block.Name}:{table.Reason(column, at).Word()}"));
        }

        return texts;
    }

    private static void Put(ColumnBlock block, int column, int row, double value)
    {
        var isMissing = double.IsNaN(value);
        if (isMissing) block.SetNull(column, row);
        switch (block.Columns[column].Type)
        {
            case ColumnType.Float64:
                block.Values<double>(column)[row] = isMissing ? 0 : value;
                break;
            case ColumnType.Float32:
                block.Values<float>(column)[row] = isMissing ? 0 : (float)value;
                break;
            case ColumnType.UInt8:
                block.Values<byte>(column)[row] = isMissing ? (byte)0 : (byte)value;
                break;
            default:
                block.Values<int>(column)[row] = isMissing ? 0 : (int)value;
                break;
        }
    }
}
