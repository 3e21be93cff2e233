using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Explosions;
using SecretMagic.Domain.Installations;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Storage.Wire;

namespace SecretMagic.Unit.Wire;

/// <summary>
/// What travels between processes, by bytes: a line a message, manifest and JSON. Lines of a release are never changed; run with SECRETMAGIC_UPDATE_GOLDEN=1 to
/// write those of new messages.
/// </summary>
public sealed class CommandWireTests
{
    private const string Golden = "golden/wire/commands-0.1.0.txt";

    private static readonly TenantId Acme = TenantId.Parse("acme");
    private static readonly BatchId Night = BatchId.Parse("night-1");
    private static readonly ApiKeyId Key = ApiKeyId.Of(CommandId.Parse("key"));
    private static readonly SeriesShardId Shard = new(Acme, 7);
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Stamp Stamp = Stamp.Create(CommandId.Parse("c-1"), "kim", Noon.AddTicks(10));
    private static readonly Clearance Clearance = Cleared();
    private static readonly Schedule Nightly = Schedule.Parse("daily 02:30");
    private static readonly FeatureTypeName Ema = FeatureTypeName.Parse("ema");
    private static readonly BatchResult Result = new("acme/features/v1", 100, [new ProducedFeature("ema_7", "past", "ema", "no sale yet")]);

    private static readonly WorkOrder Order = new(
        WorkKind.Features, ImmutableSortedDictionary<string, string>.Empty.Add("input", "/data/größer.csv").Add("features", "/data/features.yaml"));

    private static readonly ClientCommand.RegisterResult Register = new(
        Acme, Stamp, ResultKind.Features, FeatureSetName.Parse("demand_v1"), Night, 1, TenantMode.Shared, 100, new string('0', 64))
    { Order = Order };

    private static readonly object[] Samples =
    [
        new ClientCommand.Register(Acme, Stamp, "Größe", TenantMode.PrefixedTables, new EnabledFeatures(true, false), new Contacts("kim@acme.example", null)),
        new ClientCommand.Rename(Acme, Stamp, "Acne") { Expected = 4 },
        new ClientCommand.ChangeContacts(Acme, Stamp, Contacts.None),
        new ClientCommand.ChangeStatus(Acme, Stamp, ClientStatus.Suspended),
        new ClientCommand.ChooseTenantMode(Acme, Stamp, TenantMode.Shared),
        new ClientCommand.MoveTenant(Acme, Stamp, TenantMode.DedicatedDb),
        new ClientCommand.FinishMove(Acme, Stamp, TenantMode.DedicatedDb),
        Register,
        new ClientCommand.RegisterResults(Acme, Stamp, [Register with { Order = null }]),
        new ClientCommand.SwitchFeatures(Acme, Stamp, new EnabledFeatures(false, true)),
        new ClientCommand.ConfigureFeature(Acme, Stamp, Ema, ConfigDocument.Parse("""{"spans":[7,28]}""")),
        new ClientCommand.RestoreFeature(Acme, Stamp, Ema, 2),
        new ClientCommand.WithdrawFeature(Acme, Stamp, Ema),
        new ClientCommand.ConfigureBom(Acme, Stamp, BomConfig.Default),
        new ClientCommand.RestoreBom(Acme, Stamp, 1),
        new ClientCommand.ChooseSource(Acme, Stamp, Order),
        new ClientCommand.ConfirmConfig(Acme, Stamp, 4),
        new ClientCommand.ScheduleWork(Acme, Stamp, WorkKind.Bom, Nightly),
        new ClientCommand.UnscheduleWork(Acme, Stamp, WorkKind.Bom),
        new BatchCommand.Enqueue(Night, Stamp, Clearance, Order, 3) { Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" },
        new BatchCommand.Start(Night, Stamp, Clearance, 1, "worker-1"),
        new BatchCommand.Report(Night, Stamp, 1, new BatchProgress(3, 9, "year=2025")),
        new BatchCommand.Complete(Night, Stamp, 1, Result),
        new BatchCommand.Fail(Night, Stamp, 1, "disk full", true),
        new BatchCommand.GiveBack(Night, Stamp, 1),
        new BatchCommand.Retry(Night, Stamp),
        new BatchCommand.Cancel(Night, Stamp, "not needed"),
        new ExplosionCommand.Start(Acme, Stamp, Night),
        new ExplosionCommand.Complete(Acme, Stamp, Night, 12),
        new ExplosionCommand.Fail(Acme, Stamp, Night, "A -> B -> A"),
        new InstallationCommand.ScheduleWork(Stamp, WorkKind.Features, Nightly),
        new InstallationCommand.UnscheduleWork(Stamp, WorkKind.Features),
        new SeriesShardCommand.SetPlan(Shard, Stamp, new ShardPlan(1, new string('a', 64), "feature_set: demand_v1\n", "GB", "1d", ["target"], [], 16)),
        new SeriesShardCommand.TakeRows(Shard, Stamp, new RowBlock("1d", ["target"], ["a"], [0, 0], [20_454, 20_455], [1, 2], [[3, double.NaN]])),
        new ApiKeyCommand.Issue(Key, Stamp, "till", KeyRole.Operator, KeyScope.Of([Acme]), new string('a', 64), Noon),
        new ApiKeyCommand.Revoke(Key, Stamp),
        new ApiKeyCommand.Expire(Key, Stamp, Noon),
        new Reply.Accepted(3) { Changes = 2 },
        new Reply.Duplicate(3),
        new Reply.Rejected("client-unknown", "There is no client \"größe\"."),
        new Reply.Busy(),
    ];

    [Fact]
    public void Every_message_travels_as_the_bytes_that_were_approved()
    {
        var written = string.Concat(Samples.Select(Line));
        if (Environment.GetEnvironmentVariable("SECRETMAGIC_UPDATE_GOLDEN") == "1") File.WriteAllText(Source(), written);
        else written.ShouldBe(Approved());
    }

    [Fact]
    public void What_was_approved_reads_back_as_it_was()
    {
        var lines = Approved().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(Samples.Length);
        foreach (var line in lines)
        {
            var (manifest, json) = (line[..line.IndexOf(' ')], line[(line.IndexOf(' ') + 1)..]);
            Line(CommandJson.Read(manifest, Encoding.UTF8.GetBytes(json))).ShouldBe(line + "\n");
        }
    }

    [Fact]
    public void Every_command_and_every_reply_has_a_sample_and_a_manifest_of_its_own()
    {
        Samples.Select(sample => sample.GetType()).ShouldBe(CommandJson.All.Select(entry => entry.Type), ignoreOrder: true);
        CommandJson.All.Select(entry => entry.Manifest).ShouldBeUnique();
    }

    [Fact]
    public void A_stamp_and_a_clearance_that_nobody_gave_are_refused()
    {
        foreach (var stamp in (string[])["""["c 1","kim",0]""", """["c-1","",0]""", """["c-1","kim"]""", "{}"])
            Should.Throw<JsonException>(() => Read("batch.retry", $$"""{"batch":"b","stamp":{{stamp}}}"""), stamp);
        foreach (var clearance in (string[])["acme", "acme@x", "@1", "Acme@1"])
            Should.Throw<JsonException>(() => Read("batch.start", $$"""{"batch":"b","stamp":["c","k",0],"clearance":"{{clearance}}","attempt":1,"worker":"w"}"""), clearance);
    }

    private static object Read(string manifest, string json) => CommandJson.Read(manifest, Encoding.UTF8.GetBytes(json));

    /// <summary>Only a client's entity gives one, and the wire reads one that it gave.</summary>
    private static Clearance Cleared() =>
        ((BatchCommand.Start)Read("batch.start", """{"batch":"b","stamp":["c","k",0],"clearance":"acme@4","attempt":1,"worker":"w"}""")).Clearance;

    private static string Line(object message)
    {
        var (manifest, json) = CommandJson.Write(message);
        return $"{manifest} {Encoding.UTF8.GetString(json)}\n";
    }

    private static string Approved()
    {
        using var stream = typeof(CommandWireTests).Assembly.GetManifestResourceStream(Golden).ShouldNotBeNull();
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Source([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "..", "..", Golden);
}
