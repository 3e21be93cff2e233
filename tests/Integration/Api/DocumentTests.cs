using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Api;
using SecretMagic.Pipeline;

namespace SecretMagic.Integration.Api;

/// <summary>The document shows what the code reads and writes.</summary>
public sealed class DocumentTests : IAsyncLifetime
{
    private ApiSite _site = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _site = await ApiSite.Start(null, Token);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Every_operation_has_an_example_of_its_body_and_of_its_answer()
    {
        var walked = 0;
        foreach (var (name, operation) in await Operations())
        {
            walked++;
            if (operation.TryGetProperty("requestBody", out var body)) Examples(body).Count.ShouldBeGreaterThan(0, name);
            else ApiExamples.Body(name).ShouldBeNull(name);
            foreach (var response in operation.GetProperty("responses").EnumerateObject().Where(response => response.Name[0] == '2'))
                if (response.Name != "204") Examples(response.Value).Count.ShouldBeGreaterThan(0, $"{name} {response.Name}");
        }

        walked.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void Bodies_are_read_and_answers_written_as_they_are_shown()
    {
        var compared = 0;
        foreach (var endpoint in _site.Host.Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName is not { } name) continue;
            if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } taken)
                Should.NotThrow(() => ApiExamples.Body(name).Deserialize(taken, ApiJson.Options), name).ShouldNotBeNull(name);
            foreach (var made in endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Where(made => made.StatusCode is >= 200 and < 300))
            {
                if (made.Type is not { } type || type == typeof(void) || type == typeof(string) || !made.ContentTypes.Contains("application/json")) continue;
                if (typeof(IResult).IsAssignableFrom(type)) continue; // It says its own type beside.
                var example = ApiExamples.Answer(name, $"{made.StatusCode}");
                var read = Should.NotThrow(() => example.Deserialize(type, ApiJson.Options), name);
                var written = JsonSerializer.SerializeToNode(read, type, ApiJson.Options);
                JsonNode.DeepEquals(written, example).ShouldBeTrue($"{name}: {example}\nis written as\n{written}");
                compared++;
            }
        }

        compared.ShouldBeGreaterThan(40);
    }

    [Fact]
    public void The_plan_that_is_shown_compiles() =>
        OnlinePlan.Compile(ApiExamples.Body("setPlan")!.GetValue<string>(), "the example", null).Columns.ShouldBe(["target"]);

    private static List<JsonElement> Examples(JsonElement part) => !part.TryGetProperty("content", out var content)
        ? []
        : [.. content.EnumerateObject().Where(media => media.Value.TryGetProperty("example", out _)).Select(media => media.Value.GetProperty("example"))];

    private async Task<List<(string Name, JsonElement Operation)>> Operations()
    {
        var (_, document) = await _site.Send("GET", "/openapi/v1.json", null, null, Token);
        return
        [
            .. document.GetProperty("paths").EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject().Select(operation => (operation.Value.GetProperty("operationId").GetString()!, operation.Value))),
        ];
    }
}
