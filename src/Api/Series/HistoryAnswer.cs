using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SecretMagic.Features;
using SecretMagic.Runtime.Online;
using SecretMagic.Series;

namespace SecretMagic.Api;

/// <summary>
/// Rows of a series and their features as JSON: <c>{series, version, plan_hash, frequency, columns, rows}</c>. A row is <c>{timestamp, present, values,
/// reasons}</c>: the values in the order of the columns, and of each feature without one why, by its name.
/// </summary>
internal sealed class HistoryAnswer(SeriesTable table) : IResult
{
    private const int FlushBytes = 1 << 16;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        var output = httpContext.Response.BodyWriter;
        await using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = ApiJson.Options.Encoder });
        json.WriteStartObject();
        json.WriteString("series", table.Series);
        json.WriteNumber("version", table.Version);
        json.WriteString("plan_hash", table.Plan.Hash);
        json.WriteString("frequency", table.Plan.Grid.Frequency.Name);
        json.WriteStartArray("columns");
        foreach (var column in table.Columns) json.WriteStringValue(column.Block.Name);
        json.WriteEndArray();
        json.WriteStartArray("rows");
        for (var row = 0; row < table.Rows; row++)
        {
            Write(json, row);
            if (json.BytesPending < FlushBytes) continue;
            json.Flush();
            await output.FlushAsync(httpContext.RequestAborted);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, int row)
    {
        json.WriteStartObject();
        json.WriteString("timestamp", table.Plan.Grid.Format(table.First + row));
        json.WriteBoolean("present", table.IsPresent[row]);
        json.WriteStartArray("values");
        for (var column = 0; column < table.Columns.Length; column++) Write(json, table.Columns[column].Block, table.Values[column][row]);
        json.WriteEndArray();
        json.WriteStartObject("reasons");
        for (var column = 0; column < table.Columns.Length; column++)
            if (table.Reason(column, row) is not NanReason.None and var reason) json.WriteString(table.Columns[column].Block.Name, reason.Word());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BlockColumn column, double value)
    {
        if (!double.IsFinite(value)) json.WriteNullValue();
        else if (column.Labels is { } labels) json.WriteStringValue(labels[(int)value]);
        else if (column.Type is ColumnType.Float64 or ColumnType.Float32) json.WriteNumberValue(value);
        else json.WriteNumberValue((long)value);
    }

    /// <summary>What is written.</summary>
    internal sealed record Written(
        string Series, long Version, string PlanHash, string Frequency, IReadOnlyList<string> Columns, IReadOnlyList<WrittenRow> Rows);

    /// <summary>A row of it.</summary>
    internal sealed record WrittenRow(
        string Timestamp, bool Present, IReadOnlyList<JsonElement> Values, IReadOnlyDictionary<string, string> Reasons);
}
