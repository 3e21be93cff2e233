using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Storage.Journal;

/// <summary>Reads the register of results: the same in both dialects.</summary>
internal sealed class LakeResultQueries(IDialect dialect)
{
    private const string Sql = """
        SELECT location, kind, set_name, batch_id, attempt, rows, hash, is_current FROM lake_results WHERE client_id = $1 ORDER BY location
        """;

    internal async Task<IReadOnlyList<LakeResult>> Of(TenantId tenant, CancellationToken token)
    {
        await using var connection = await dialect.Open(token);
        await using var command = connection.CreateCommand();
        command.CommandText = Sql;
        dialect.Bind(command.Parameters, [ClientId.Of(tenant).Value]);
        await using var reader = await command.ExecuteReaderAsync(token);
        var results = new List<LakeResult>();
        while (await reader.ReadAsync(token))
        {
            results.Add(new LakeResult(
                reader.GetString(0), Word.Parse<ResultKind>(reader.GetString(1)), FeatureSetName.Parse(reader.GetString(2)),
                BatchId.Parse(reader.GetString(3)), reader.GetInt32(4), reader.GetInt64(5), reader.GetString(6), reader.GetBoolean(7)));
        }

        return results;
    }
}
