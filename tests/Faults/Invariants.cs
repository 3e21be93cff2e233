using System.Security.Cryptography;
using Npgsql;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Explosions;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;
using SecretMagic.Storage.Journal;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Faults;

/// <summary>What must hold after any fault.</summary>
internal static class Invariants
{
    internal static async Task Hold(Site site, int batches, CancellationToken token)
    {
        await using var journal = await PostgresJournal.Open(site.Connection, TimeProvider.System, token);
        // Versions are contiguous, and every table says what the events say.
        (await journal.Verify(token)).Findings.ShouldBeEmpty();
        await Acknowledged(site, token);
        IEnumerable<BatchId> all = [.. Enumerable.Range(0, batches).Select(Site.BatchOf), .. Enumerable.Range(0, Site.ExplosionsAmong(batches)).Select(Site.ExplosionOf)];
        foreach (var batch in all) OneEnd(await journal.Since(EntityId.Batch(batch), 0, int.MaxValue, token));
        await Results(site, journal, batches, token);
        await Explosions(site, journal, Site.ExplosionsAmong(batches), token);
    }

    /// <summary>No acknowledged command is lost, none is applied twice, and each is where its answer said.</summary>
    private static async Task Acknowledged(Site site, CancellationToken token)
    {
        var stored = new Dictionary<string, long>();
        await using var source = NpgsqlDataSource.Create(site.Connection);
        await using var command = source.CreateCommand("SELECT command_id, version FROM events WHERE entity LIKE 'client:%' AND command_id LIKE 'd%:%'");
        await using var reader = await command.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token)) stored.TryAdd(reader.GetString(0), reader.GetInt64(1)).ShouldBeTrue($"{reader.GetString(0)} was applied twice");
        foreach (var (id, version, _) in site.Acknowledgements)
        {
            stored.TryGetValue(id, out var at).ShouldBeTrue($"{id} was acknowledged and is lost");
            at.ShouldBe(version, id);
        }
    }

    /// <summary>Of a batch at any moment one attempt speaks, and it ends once, done.</summary>
    private static void OneEnd(IReadOnlyCollection<Recorded> events)
    {
        var (attempt, done) = (0, 0);
        foreach (var recorded in events)
        {
            done.ShouldBe(0, $"{recorded.Entity}: something happened after its end");
            switch (recorded.Event)
            {
                case BatchEvent.Started started:
                    started.Attempt.ShouldBe(attempt + 1);
                    attempt = started.Attempt;
                    break;
                case BatchEvent.Progressed now:
                    now.Attempt.ShouldBe(attempt, $"{recorded.Entity}: an attempt that was over spoke");
                    break;
                case BatchEvent.Completed now:
                    now.Attempt.ShouldBe(attempt, $"{recorded.Entity}: an attempt that was over spoke");
                    done++;
                    break;
            }
        }

        done.ShouldBe(1, string.Join('\n', events.Select(recorded => $"{recorded.Entity} {recorded.Version}: {recorded.Event}")));
    }

    /// <summary>Each result is registered and holds bit for bit what one process makes of the same input; the lake holds nothing else.</summary>
    private static async Task Results(Site site, PostgresJournal journal, int batches, CancellationToken token)
    {
        var results = new List<LakeResult>();
        for (var number = 0; number < Site.Clients; number++)
            results.AddRange((await journal.Results(TenantId.Parse($"t{number}"), token)).Where(result => result.IsCurrent && result.Kind == ResultKind.Features));
        results.Count.ShouldBe(batches);
        var bySet = results.ToDictionary(result => result.Set.Value);
        for (var number = 0; number < batches; number++)
        {
            var alone = Path.Combine(site.Folder, $"alone-{number}");
            var expected = FeatureBatch.Run(
                new FeatureBatchOptions { Input = site.Inputs[number % site.Inputs.Length], Output = alone, FeatureSet = site.Definition(number) },
                new Progress<Pipeline.BatchProgress>(), TimeProvider.System, token);
            var folder = Path.Combine(site.Lake, bySet[$"set_{number}"].Location);
            Files(folder).ShouldBe(Files(expected.Directory), $"b-{number}");
            Directory.Delete(alone, recursive: true);
        }
    }

    /// <summary>Each client's explosion is done, and its two results are those of one process.</summary>
    private static async Task Explosions(Site site, PostgresJournal journal, int count, CancellationToken token)
    {
        var alone = Path.Combine(site.Folder, "alone-explosion");
        var expected = ExplosionBatch.Run(
            new ExplosionBatchOptions { Recipes = new RecipeFiles { Bom = site.Recipes }, Demand = site.Demand, Output = alone, IsPartial = true },
            new Progress<Pipeline.BatchProgress>(), TimeProvider.System, token);
        for (var number = 0; number < count; number++)
        {
            var client = TenantId.Parse($"t{number}");
            var results = (await journal.Results(client, token)).Where(result => result.IsCurrent && result.Set == ClientExplosion.Set).ToArray();
            results.Select(result => result.Kind).Order().ShouldBe([ResultKind.Requirements, ResultKind.Coverage]);
            results.Select(result => result.Batch).ShouldAllBe(batch => batch == Site.ExplosionOf(number));
            results.SelectMany(result => Files(Path.Combine(site.Lake, result.Location))).ToDictionary().ShouldBe(Files(expected.Directory), ignoreOrder: true);
            (await new JournaledEntity<Explosion, ExplosionCommand, ExplosionEvent>(journal, EntityId.Explosion(client)).Read(token)).State.Status
                .ShouldBe(ExplosionStatus.Done, client.Value);
        }
    }

    private static Dictionary<string, string> Files(string folder) => Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).ToDictionary(
        path => Path.GetRelativePath(folder, path), path => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
}
