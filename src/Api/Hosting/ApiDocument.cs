using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>The document of the API, made from the endpoints: <c>/openapi/v1.json</c>.</summary>
internal static class ApiDocument
{
    internal const string Path = "/openapi/{documentName}.json";
    private const string Scheme = "key";

    internal static void Add(IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "SecretMagic",
                Version = "v1",
                Description = "Features and explosions from sales history. Every failure is a problem by RFC 9457 with a stable code; "
                    + "a command sent again under the same Idempotency-Key is not done again.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key, sm_...; the header X-Api-Key does as well.",
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            AddExamples(operation, metadata.OfType<EndpointRules.RawBody>().FirstOrDefault());
            if (metadata.OfType<EndpointRules.OpenEndpoint>().Any()) return Task.CompletedTask;
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
            var isRead = context.Description.HttpMethod == "GET";
            var needs = metadata.OfType<Needs>().LastOrDefault()
                ?? new Needs(isRead ? Domain.ApiKeys.KeyRole.Reader : Domain.ApiKeys.KeyRole.Admin, AllClients: false);
            var codes = metadata.OfType<EndpointRules.MayAnswerProblems>().SelectMany(problems => problems.Codes).Concat(["key-missing", "role-missing"]);
            operation.Description = $"Needs the role {Word.Of(needs.Role)}{(needs.AllClients ? ", for all clients" : "")}. "
                + $"Problems: {string.Join(", ", codes.Distinct().Order(StringComparer.Ordinal))}.";
            operation.Responses ??= [];
            operation.Responses.TryAdd("401", new OpenApiResponse { Description = "key-missing" });
            operation.Responses.TryAdd("403", new OpenApiResponse { Description = "role-missing" });
            if (isRead) return Task.CompletedTask;
            operation.Parameters ??= [];
            operation.Parameters.Add(Header(Call.IdempotencyKey, "What the command is called: sent again under the same it is not done again."));
            operation.Parameters.Add(Header("If-Match", "The ETag that was looked at: another version is refused."));
            return Task.CompletedTask;
        });
    });

    internal static void Map(WebApplication app) => app.MapOpenApi(Path).WithMetadata(new EndpointRules.OpenEndpoint());

    private static void AddExamples(OpenApiOperation operation, EndpointRules.RawBody? raw)
    {
        var (name, schema) = (operation.OperationId!, new OpenApiSchema { Type = JsonSchemaType.String });
        if (raw is not null)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = raw.Media.ToDictionary(media => media, _ => new OpenApiMediaType { Schema = schema }),
            };
        }

        // A text is shown as the first of the types it may come as.
        foreach (var body in operation.RequestBody?.Content?.Values.Take(1) ?? []) body.Example = ApiExamples.Body(name);
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (status[0] != '2') continue;
            foreach (var answer in response.Content?.Values ?? []) answer.Example = ApiExamples.Answer(name, status);
        }
    }

    private static OpenApiParameter Header(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
