using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SecretMagic.Pipeline;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Api;

/// <summary>
/// Rows of a result of features, picked from its files. What a caller sent goes to the query as parameters, or is the name of a column there is.
/// </summary>
internal sealed class ResultRows : IDisposable
{
    private const long QueryBytes = 256L << 20;

    private readonly DuckDatabase _database;
    private readonly DuckConnection _connection;
    private readonly Spool _spool;

    private ResultRows(Spool spool)
    {
        _spool = spool;
        _database = DuckDatabase.Open(new DuckOptions { Threads = 2, MemoryLimitBytes = QueryBytes, TempDirectory = spool.PathOf("duck") });
        _connection = _database.Connect();
    }

    /// <summary>Picks rows.</summary>
    /// <param name="folder">The folder of the result.</param>
    /// <param name="manifest">What stands in it.</param>
    /// <param name="wanted">Which rows and columns.</param>
    /// <param name="spool">Where files go meanwhile; gone with the rows, also when there are none.</param>
    /// <param name="token">Stops.</param>
    /// <exception cref="ProblemException">There is no such column.</exception>
    internal static ResultRows Pick(string folder, FeatureManifest manifest, ResultWish wanted, Spool spool, CancellationToken token)
    {
        var rows = new ResultRows(spool);
        try
        {
            var columns = manifest.Columns.Select(column => column.Name).ToArray();
            if (wanted.Columns?.FirstOrDefault(name => !columns.Contains(name)) is { } other)
                throw new ProblemException("column-unknown", $"There is no column {Domain.FreeText.Shown(other)}.");
            if (manifest.Files.IsEmpty) throw new ProblemException("result-unknown", "The result has no rows.");
            var (series, time) = (manifest.Columns.First(column => column.Kind == "key").Name, manifest.Columns.First(column => column.Kind == "time").Name);
            string[] shown = wanted.Columns is null ? columns : [.. columns.Where(name => name == series || name == time || wanted.Columns.Contains(name))];
            var files = manifest.Files.Select(file => DuckSql.File(Path.Combine(folder, file.Path)));
            var reads = manifest.Files.All(file => file.Path.EndsWith(".csv", StringComparison.Ordinal)) ? "read_csv" : "read_parquet";
            var (key, at) = (DuckSql.Identifier(series), DuckSql.Identifier(time));
            using var pick = rows._connection.Prepare(
                $"CREATE TEMP TABLE picked AS SELECT {string.Join(", ", shown.Select(DuckSql.Identifier))} FROM {reads}([{string.Join(", ", files)}]) "
                + $"WHERE ($1::VARCHAR IS NULL OR {key}::VARCHAR = $1) AND ($2::TIMESTAMP IS NULL OR {at} >= $2) AND ($3::TIMESTAMP IS NULL OR {at} <= $3) "
                + $"ORDER BY {key}, {at} LIMIT $4", token);
            pick.Bind(1, wanted.Series);
            if (wanted.From is { } from) pick.Bind(2, from.UtcDateTime);
            else pick.BindNull(2);
            if (wanted.To is { } to) pick.Bind(3, to.UtcDateTime);
            else pick.BindNull(3);
            pick.Bind(4, (long)wanted.Limit).Execute(token);
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>Sends what was picked.</summary>
    internal async Task Send(HttpResponse response, AnswerFormat format, CancellationToken token)
    {
        if (format == AnswerFormat.Json)
        {
            response.ContentType = "application/json; charset=utf-8";
            await using var json = new Utf8JsonWriter(response.BodyWriter, new JsonWriterOptions { Encoder = ApiJson.Options.Encoder });
            json.WriteStartObject();
            await Write(json, response, token);
            json.WriteEndObject();
            return;
        }

        var isCsv = format == AnswerFormat.Csv;
        var path = _spool.PathOf("picked" + (isCsv ? ".csv" : ".parquet"));
        _connection.Execute($"COPY picked TO {DuckSql.Literal(path)} {(isCsv ? "(FORMAT csv, HEADER true)" : "(FORMAT parquet)")}", token);
        response.ContentType = isCsv ? "text/csv; charset=utf-8" : BodyType.Parquet.Media;
        await response.SendFileAsync(path, token);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        _spool.Dispose();
    }

    /// <summary>Writes the member rows: an object a row.</summary>
    private async Task Write(Utf8JsonWriter json, HttpResponse response, CancellationToken token)
    {
        json.WriteStartArray("rows");
        using var reader = _connection.Query("SELECT * FROM picked", token);
        while (reader.Next(token))
        {
            for (var row = 0; row < reader.Rows; row++)
            {
                json.WriteStartObject();
                for (var column = 0; column < reader.Names.Length; column++)
                {
                    json.WritePropertyName(reader.Names[column]);
                    Write(json, reader, column, row);
                }

                json.WriteEndObject();
            }

            json.Flush();
            await response.BodyWriter.FlushAsync(token);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, DuckReader reader, int column, int row)
    {
        if (reader.IsNull(column, row))
        {
            json.WriteNullValue();
            return;
        }

        switch (reader.Types[column])
        {
            case DuckType.Double:
                Number(json, reader.Values<double>(column)[row]);
                break;
            case DuckType.Float:
                Number(json, reader.Values<float>(column)[row]);
                break;
            case DuckType.BigInt:
                json.WriteNumberValue(reader.Values<long>(column)[row]);
                break;
            case DuckType.Integer:
                json.WriteNumberValue(reader.Values<int>(column)[row]);
                break;
            case DuckType.UTinyInt:
                json.WriteNumberValue(reader.Values<byte>(column)[row]);
                break;
            case DuckType.Boolean:
                json.WriteBooleanValue(reader.Values<byte>(column)[row] != 0);
                break;
            case DuckType.Date:
                json.WriteStringValue(DateTime.UnixEpoch.AddDays(reader.Values<int>(column)[row]).ToString("yyyy-MM-dd"));
                break;
            case DuckType.Timestamp:
                json.WriteStringValue(DateTime.UnixEpoch.AddMicroseconds(reader.Values<long>(column)[row]).ToString("yyyy-MM-dd HH:mm:ss"));
                break;
            case DuckType.Varchar:
                json.WriteStringValue(reader.Utf8(column, row));
                break;
            default:
                throw new InvalidOperationException($"Column {reader.Names[column]} is {reader.Types[column]}, which no result has.");
        }
    }

    private static void Number(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteNullValue();
    }
}
