using Microsoft.AspNetCore.Builder;

namespace SecretMagic.Api;

/// <summary>Every group of endpoints: a line a group.</summary>
internal static class ApiEndpoints
{
    internal const string Root = "/api/v1";

    internal static void Map(WebApplication app)
    {
        HealthEndpoints.Map(app.MapGroup(""));
        MetricsEndpoints.Map(app.MapGroup(""));
        PageEndpoints.Map(app.MapGroup(""));
        var api = app.MapGroup(Root);
        ClientEndpoints.Map(api);
        ConfigEndpoints.Map(api);
        ScheduleEndpoints.Map(api);
        SourceEndpoints.Map(api);
        KeyEndpoints.Map(api);
        CallerEndpoints.Map(api);
        AuditEndpoints.Map(api);
        BatchEndpoints.Map(api);
        ExplodeEndpoints.Map(api);
        ExplosionEndpoints.Map(api);
        RecipeEndpoints.Map(api);
        PlanEndpoints.Map(api);
        RowEndpoints.Map(api);
        SeriesEndpoints.Map(api);
        UploadEndpoints.Map(api);
        ProcessEndpoints.Map(api);
        ResultEndpoints.Map(api);
        ApiDocument.Map(app);
    }
}
