using System.Collections.Immutable;
using System.Runtime.CompilerServices;
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
/// What is stored, by bytes: a line a message, manifest and JSON. Lines of a release are never changed; run with SECRETMAGIC_UPDATE_GOLDEN=1 to write those of
/// new messages.
/// </summary>
public sealed class WireTests
{
    private const string Golden = "golden/wire/0.1.0.txt";

    private static readonly ConfigDocument Config = ConfigDocument.Parse("""{"spans":[7,28],"note":"größer <é>"}""");
    private static readonly Schedule Nightly = Schedule.Parse("daily 02:30");
    private static readonly BatchId Night = BatchId.Parse("night-1");
    private static readonly Confirmation Kim = new("kim", new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));
    private static readonly long Noon = (Kim.At - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly Contacts Contacts = new("kim@acme.example", "+44 20 1");
    private static readonly BatchResult Result = new("acme/features/v1", 100, [new ProducedFeature("ema_7", "past", "ema", "no sale yet")]);

    private static readonly WorkOrder Order = new(
        WorkKind.Features, ImmutableSortedDictionary<string, string>.Empty.Add("input", "/data/größer.csv").Add("features", "/data/features.yaml"));

    private static readonly ShardPlan Plan = new(1, new string('a', 64), "feature_set: demand_v1\n", "GB", "1d", ["target", "price"], [], 16);

    private static readonly object[] Samples =
    [
        new ClientEvent.Registered("Acme", TenantMode.PrefixedTables, new EnabledFeatures(true, false), Contacts),
        new ClientEvent.Renamed("Acme", "Acne"),
        new ClientEvent.ContactsChanged(Contacts, Contacts.None),
        new ClientEvent.StatusChanged(ClientStatus.Suspended, ClientStatus.Active),
        new ClientEvent.TenantModeChosen(TenantMode.DedicatedDb, TenantMode.Shared),
        new ClientEvent.TenantMoveStarted(TenantMode.Shared, null),
        new ClientEvent.TenantMoved(TenantMode.Shared, TenantMode.DedicatedDb),
        new ClientEvent.ResultRegistered(
            ResultKind.Features, FeatureSetName.Parse("demand_v1"), Night, 1, "c_acme/features/demand_v1/night-1.1", 100, new string('0', 64)),
        new ClientEvent.FeaturesSwitched(new EnabledFeatures(true, true), new EnabledFeatures(true, false)),
        new ClientEvent.FeatureConfigured(FeatureTypeName.Parse("ema"), 2, Config, ConfigDocument.Parse("{}"), 1),
        new ClientEvent.FeatureWithdrawn(FeatureTypeName.Parse("ema"), 2, Config),
        new ClientEvent.BomConfigured(1, BomConfig.Default, null, null),
        new ClientEvent.SourceChosen(Order, null),
        new ClientEvent.ConfigConfirmed(4),
        new ClientEvent.ConfirmationWithdrawn(Kim),
        new ClientEvent.Scheduled(WorkKind.Features, Nightly, null),
        new ClientEvent.Unscheduled(WorkKind.Bom, Nightly),
        new ClientEvent.Unchanged("name"),
        new BatchEvent.Queued(TenantId.Parse("acme"), WorkKind.Features, 4, 3),
        new BatchEvent.Started(1, "worker-1"),
        new BatchEvent.Progressed(1, new BatchProgress(3, 9, "year=2025")),
        new BatchEvent.Requeued(1, "disk full"),
        new BatchEvent.GivenBack(1, 4),
        new BatchEvent.Completed(2, Result),
        new BatchEvent.Failed(2, "disk full"),
        new BatchEvent.Retried(6, 3),
        new BatchEvent.Cancelled("not needed"),
        new SeriesShardEvent.PlanSet(Plan, null),
        new SeriesShardEvent.RowsTaken(new RowBlock(
            "1d", ["target", "price"], ["größe", "b"], [0, 1, 0], [20_454, 20_454, 20_453], [Noon, Noon, Noon + 1],
            [[3, double.NaN, 120_000], [1.25, 0.5, -0.0]])),
        new ExplosionEvent.Started(Night),
        new ExplosionEvent.Completed(Night, 12),
        new ExplosionEvent.Failed(Night, "A -> B -> A"),
        new InstallationEvent.Scheduled(WorkKind.Bom, Schedule.Parse("weekly mon 02:30"), Nightly),
        new InstallationEvent.Unscheduled(WorkKind.Bom, Schedule.Parse("every 15m")),
        new InstallationEvent.Unchanged("schedule"),
        new ApiKeyEvent.Issued("till", KeyRole.Operator, KeyScope.Of([TenantId.Parse("acme")]), new string('a', 64), Kim.At),
        new ApiKeyEvent.Revoked(),
        new ApiKeyEvent.ExpirySet(Kim.At, null),
        new ApiKeyEvent.Unchanged("revoked"),
        new Client
        {
            Name = "Acme", TenantMode = TenantMode.Shared, FeaturesEnabled = new EnabledFeatures(true, true), Contacts = Contacts, Status = ClientStatus.Active,
            FeatureConfigs = ImmutableSortedDictionary<FeatureTypeName, ConfigHistory<ConfigDocument>>.Empty
                .Add(FeatureTypeName.Parse("ema"), new ConfigHistory<ConfigDocument>([Config, ConfigDocument.Parse("{}")], true)),
            BomConfigs = new ConfigHistory<BomConfig>([BomConfig.Default], false), Revision = 4, Confirmed = Kim, WasConfirmed = true,
            Schedules = ImmutableSortedDictionary<WorkKind, Schedule>.Empty.Add(WorkKind.Bom, Nightly),
        },
        new Batch
        {
            Status = BatchStatus.Running, Client = TenantId.Parse("acme"), Work = WorkKind.Features, Revision = 4, Attempt = 1, LastAttempt = 3, MaxAttempts = 3,
            Worker = "worker-1", Progress = new BatchProgress(3, 9, "year=2025"), Result = Result, Error = "disk full",
        },
        new SeriesShard { Plan = Plan, Rows = 3 },
        new Explosion { Status = ExplosionStatus.Failed, Batch = Night, LastProcessedAt = Kim.At, RecordsProcessed = 12, Error = "A -> B -> A" },
        new Installation { Schedules = ImmutableSortedDictionary<WorkKind, Schedule>.Empty.Add(WorkKind.Bom, Nightly) },
        new ApiKey { Name = "till", Role = KeyRole.Reader, Scope = KeyScope.All, SecretHash = new string('a', 64), ExpiresAt = Kim.At, IsRevoked = true },
    ];

    [Fact]
    public void Every_message_is_written_by_the_bytes_that_were_approved()
    {
        var written = string.Concat(Samples.Select(ProtocolJson.Write).Select(line => $"{line.Manifest} {line.Json}\n"));
        if (Environment.GetEnvironmentVariable("SECRETMAGIC_UPDATE_GOLDEN") == "1") File.WriteAllText(Source(), written);
        else written.ShouldBe(Approved());
    }

    [Fact]
    public void Every_manifest_has_a_sample_and_every_event_a_manifest()
    {
        Samples.Select(sample => ProtocolJson.Write(sample).Manifest).ShouldBe(ProtocolJson.All.Select(entry => entry.Manifest), ignoreOrder: true);
        var events = typeof(Event).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Event)) && !type.IsAbstract);
        ProtocolJson.All.Select(entry => entry.Type).Where(type => type.IsSubclassOf(typeof(Event))).ShouldBe(events, ignoreOrder: true);
    }

    [Fact]
    public void What_was_approved_reads_back_as_it_was()
    {
        foreach (var line in Approved().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var (manifest, json) = (line[..line.IndexOf(' ')], line[(line.IndexOf(' ') + 1)..]);
            ProtocolJson.Write(ProtocolJson.Read(manifest, json)).ShouldBe((manifest, json));
        }
    }

    [Fact]
    public void A_client_that_moves_is_read_back_from_its_snapshot()
    {
        var moving = Samples.OfType<Client>().Single() with { MovingTo = TenantMode.DedicatedDb };
        var (manifest, json) = ProtocolJson.Write(moving);
        json.ShouldContain("\"moving_to\":\"dedicated_db\"");
        ProtocolJson.Read(manifest, json).ShouldBeOfType<Client>().MovingTo.ShouldBe(TenantMode.DedicatedDb);
    }

    [Fact]
    public void A_batch_and_a_result_with_their_order_and_a_client_with_a_source_are_read_back()
    {
        var queued = new BatchEvent.Queued(TenantId.Parse("acme"), WorkKind.Features, 4, 3) { Order = Order };
        Again(queued).Order!.Says(Order).ShouldBeTrue();
        Again(Samples.OfType<ClientEvent.ResultRegistered>().Single() with { Order = Order }).Order!.Says(Order).ShouldBeTrue();
        Again(Samples.OfType<Batch>().Single() with { Order = Order }).Order!.Says(Order).ShouldBeTrue();
        var sources = ImmutableSortedDictionary<WorkKind, WorkOrder>.Empty.Add(WorkKind.Features, Order);
        Again(Samples.OfType<Client>().Single() with { Sources = sources }).SourceOf(WorkKind.Features)!.Says(Order).ShouldBeTrue();

        static T Again<T>(T message) where T : class
        {
            var (manifest, json) = ProtocolJson.Write(message);
            return ProtocolJson.Read(manifest, json).ShouldBeOfType<T>();
        }
    }

    [Fact]
    public void A_partial_result_is_read_back_with_what_failed()
    {
        var done = new BatchEvent.Completed(2, Result with { Failures = new PartialFailure(30, [new PartialFailure.Branch("A, B", "BOM cycle: A -> B -> A")]) });
        var (manifest, json) = ProtocolJson.Write(done);
        json.ShouldEndWith("],\"failures\":{\"branches\":30,\"told\":[{\"name\":\"A, B\",\"reason\":\"BOM cycle: A -> B -> A\"}]}}}");
        var read = ProtocolJson.ReadEvent(manifest, json).ShouldBeOfType<BatchEvent.Completed>().Result.Failures.ShouldNotBeNull();
        (read.Branches, read.Told[0]).ShouldBe((30, new PartialFailure.Branch("A, B", "BOM cycle: A -> B -> A")));
    }

    [Fact]
    public void Unknown_fields_are_passed_over() =>
        ProtocolJson.ReadEvent("client.renamed", """{"later":{"x":[1]},"name":"Acme","was":"Acne"}""").ShouldBe(new ClientEvent.Renamed("Acme", "Acne"));

    [Theory]
    [InlineData("""{"name":"Acme"}""")]
    [InlineData("""{"name":null,"was":"Acne"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public void A_field_that_is_missing_is_an_error(string json) => Should.Throw<JsonException>(() => ProtocolJson.ReadEvent("client.renamed", json));

    [Fact]
    public void A_word_that_is_not_known_is_an_error() =>
        Should.Throw<JsonException>(() => ProtocolJson.ReadEvent("client.status-changed", """{"status":"gone","was":"active"}"""));

    [Theory]
    [InlineData("client.vanished")]
    [InlineData("client.state-1")]
    [InlineData("")]
    public void A_manifest_that_no_event_has_is_an_error_that_names_it(string manifest) =>
        Should.Throw<UnknownManifestException>(() => ProtocolJson.ReadEvent(manifest, Given(manifest))).Manifest.ShouldBe(manifest);

    private static string Given(string manifest) => manifest == "client.state-1" ? ProtocolJson.Write(Samples.OfType<Client>().Single()).Json : "{}";

    private static string Approved()
    {
        using var stream = typeof(WireTests).Assembly.GetManifestResourceStream(Golden).ShouldNotBeNull();
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Source([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "..", "..", Golden);
}
