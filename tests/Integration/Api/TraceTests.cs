using SecretMagic.Integration.Journal;
using SecretMagic.Runtime;

namespace SecretMagic.Integration.Api;

/// <summary>What a collector is sent about a request: one trace from the caller through everything it does.</summary>
public sealed class TraceTests(PostgresServer server)
{
    private const string Definition = "feature_set: demand_v1\nfrequency: 1d\nfeatures:\n- {type: lag, lags: [1, 7]}\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_is_one_trace_through_the_gateway_the_entity_the_pipeline_and_the_database()
    {
        await using var collector = await Collector.Start(Token);
        await using var site = await ApiSite.Start(await server.NewDatabase(Token), Token);
        await site.Confirmed("acme", Token);
        var (change, compute) = (new Caller(), new Caller());
        using (TelemetryExport.Start(collector.Address))
        {
            await site.Done("PATCH", "/api/v1/clients/acme", new { name = "New" }, Token, change.Header);
            object[] rows = [new { series_id = "a", timestamp = "2026-01-01", target = 1 }];
            await site.Done("POST", "/api/v1/features/process", new { client = "acme", definition = Definition, rows }, Token, compute.Header);
        }

        Whole(collector, change, "http.request", "entity.decide", "journal.commit", "postgresql");
        Whole(collector, compute, "http.request", "features", "duckdb.query");
        collector.Metrics.Keys.ShouldContain("secretmagic_http_request_seconds");
    }

    /// <summary>Everything of a caller's trace hangs together, from the caller down, and these are in it.</summary>
    private static void Whole(Collector collector, Caller caller, params string[] names)
    {
        var spans = collector.Spans.Where(span => span.Trace == caller.Trace).ToArray();
        var ids = spans.Select(span => span.Id).Append(caller.Span).ToHashSet();
        spans.ShouldAllBe(span => ids.Contains(span.Parent));
        spans.Single(span => span.Parent == caller.Span).Name.ShouldBe("http.request");
        names.ShouldBeSubsetOf(spans.Select(span => span.Name));
    }

    /// <summary>Somebody who traces.</summary>
    private sealed class Caller
    {
        internal string Trace { get; } = Guid.NewGuid().ToString("N");

        internal string Span { get; } = Guid.NewGuid().ToString("N")[..16];

        internal (string Name, string Value) Header => ("traceparent", $"00-{Trace}-{Span}-01");
    }
}
