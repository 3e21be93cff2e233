using System.Text.Json.Nodes;

namespace SecretMagic.Api;

/// <summary>What the document shows of each endpoint: a body that it takes, and what it answers. examples.json holds all of them.</summary>
internal static class ApiExamples
{
    private static readonly JsonObject All = Read();

    /// <summary>A body of an endpoint; a text where it is no JSON; null of an endpoint that takes none.</summary>
    internal static JsonNode? Body(string endpoint) => All[endpoint]?["body"]?.DeepClone();

    /// <summary>An answer of an endpoint; a text where it is no JSON; null of one that answers nothing.</summary>
    internal static JsonNode? Answer(string endpoint, string status) => (All[endpoint]?["other"]?[status] ?? All[endpoint]?["answer"])?.DeepClone();

    private static JsonObject Read()
    {
        using var resource = typeof(ApiExamples).Assembly.GetManifestResourceStream("examples.json")!;
        return JsonNode.Parse(resource)!.AsObject();
    }
}
