using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace SecretMagic.Api;

/// <summary>Every group of endpoints: a line a group.</summary>
internal static class ApiEndpoints
{
    internal const string Root = "/api/v1";

    internal static void Map(IEndpointRouteBuilder app) => HealthEndpoints.Map(app.MapGroup(""));
}
