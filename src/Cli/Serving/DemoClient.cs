using System.Collections.Immutable;
using System.Diagnostics;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;
using SecretMagic.Runtime.Online;
using SecretMagic.Storage.Tables;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Cli;

/// <summary>A client with everything, on the bundled data: <c>serve --demo</c>. Every step has a name of its own: a second start does nothing again.</summary>
/// <param name="store">The metadata.</param>
/// <param name="say">Told how far it is.</param>
internal sealed class DemoClient(MetadataStore store, Action<string> say)
{
    private const string Country = "US";
    private static readonly TenantId Id = TenantId.Parse("demo");

    /// <summary>What is in force; the average is changed once, so that there is a difference to look at.</summary>
    private static readonly (string Step, string Type, string Json)[] Configs =
    [
        ("ema-1", "ema", """{"alpha":0.5}"""), ("ema-2", "ema", """{"alpha":0.3}"""), ("ma", "ma", """{"windows":[7,28]}"""),
        ("bom", "bom", """{"max_levels":6}"""),
    ];

    /// <summary>The client is registered, configured and confirmed, its batches are queued and its rows are taken.</summary>
    /// <param name="data">The folder of the bundled data.</param>
    /// <param name="folder">Where its inputs are written.</param>
    /// <param name="token">Stops between steps.</param>
    /// <exception cref="InputException">The bundled data is not there.</exception>
    public async Task Set(string data, string folder, CancellationToken token)
    {
        DemoKitchen.Write(data, folder, token);
        var sales = DemoSales.Write(folder, token);
        var definition = Path.Combine(folder, "features.yaml");
        await File.WriteAllTextAsync(definition, DemoSales.FeatureSet, token);
        await Configure(definition, sales, folder, token);
        foreach (var work in (WorkKind[])[WorkKind.Bom, WorkKind.Features])
        {
            var batch = BatchId.Parse($"demo-{Word.Of(work)}");
            Check(await new BatchIntake(store).Enqueue(Id, batch, work, null, 3, Named($"queue-{Word.Of(work)}"), token));
        }

        say("demo: the client is set up, its batches are queued");
        await Add(sales, token);
    }

    private async Task Configure(string definition, string sales, string folder, CancellationToken token)
    {
        var enabled = new EnabledFeatures(true, true);
        await Tell("register", stamp => new ClientCommand.Register(Id, stamp, "Demo kitchen", TenantMode.PrefixedTables, enabled, Contacts.None), token);
        foreach (var (step, type, json) in Configs) await Tell(step, stamp => ConfigWish.Set(Id, stamp, type, json, "the demonstration"), token);
        await Choose(WorkKind.Features, token, ("input", await Upload(sales, token)), ("features", await Upload(definition, token)), ("country", Country));
        async Task<string> Kitchen(string name) => await Upload(Path.Combine(folder, name), token);
        await Choose(
            WorkKind.Bom, token, ("bom", await Kitchen("bom.csv")), ("items", await Kitchen("items.csv")), ("demand", await Kitchen("demand.csv")),
            ("stock", await Kitchen("stock.csv")));
        await Tell("schedule", stamp => new ClientCommand.ScheduleWork(Id, stamp, WorkKind.Features, Schedule.Parse("daily 02:30")), token);
        var client = await store.Read<Client>(EntityId.Client(Id), token);
        await Tell("confirm", stamp => new ClientCommand.ConfirmConfig(Id, stamp, client.Revision), token);
    }

    /// <summary>A file as an upload of the client, as a caller names it; what is there already stays.</summary>
    private async Task<string> Upload(string path, CancellationToken token)
    {
        var (uploads, name) = (new TenantUploads(store.Lake), UploadName.Parse(Path.GetFileName(path)));
        using var there = uploads.Open(Id, name);
        if (there is not null) return name.Written;
        var client = await store.Read<Client>(EntityId.Client(Id), token);
        await using var content = File.OpenRead(path);
        await uploads.Put(Id, client.TenantMode, name, content, token);
        return name.Written;
    }

    private async Task Add(string sales, CancellationToken token)
    {
        var started = Stopwatch.GetTimestamp();
        var online = new ClientShards(store.Gateway, Id);
        var plan = await online.Plan(token);
        var compiled = OnlinePlan.Compile(DemoSales.FeatureSet, "the demonstration", Country);
        if (plan is null)
        {
            var (reply, set) = await online.SetPlan(Named("plan"), compiled, null, token);
            Check(reply);
            plan = set!;
        }

        // Who changed the plan since has other columns in mind.
        if (plan.Hash != compiled.Hash) return;
        long rows = 0, news = 0;
        foreach (var part in RowFile.Read(sales, compiled, RowBlock.MaxRows, token))
        {
            var answer = await online.Add(Named("rows"), plan, part, null, token);
            if (answer.Refused is { } refused) Check(refused);
            (rows, news) = (rows + answer.Rows, news + answer.News);
        }

        say($"demo: {news:N0} of {rows:N0} rows are new, {Stopwatch.GetElapsedTime(started).TotalSeconds:N1} s");
    }

    private Task Choose(WorkKind work, CancellationToken token, params (string Name, string Value)[] options) => Tell(
        $"source-{Word.Of(work)}",
        stamp => new ClientCommand.ChooseSource(
            Id, stamp, new WorkOrder(work, options.ToImmutableSortedDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal))),
        token);

    private async Task Tell(string step, Func<Stamp, ClientCommand> wish, CancellationToken token) =>
        Check(await store.Send(wish(Named(step)), token));

    private static void Check(Reply reply)
    {
        if (reply is Reply.Rejected refused) throw new RefusedException(refused, Id.Value);
        if (reply is Reply.Busy) throw new IOException("Too much waits already: start the demonstration again later.");
    }

    private static Stamp Named(string step) => Stamp.Create(CommandId.Parse($"demo-{step}"), "demo", TimeProvider.System.GetUtcNow());
}
