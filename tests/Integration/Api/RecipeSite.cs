namespace SecretMagic.Integration.Api;

/// <summary>Clients with recipes.</summary>
internal static class RecipeSite
{
    /// <summary>A client whose recipes may be exploded, from a source.</summary>
    public static async Task Confirmed(ApiSite site, string id, object options, CancellationToken token)
    {
        await site.Register(id, token);
        var path = $"/api/v1/clients/{id}";
        await site.Done("PATCH", path, new { enabled = new { feature_engineering = true, bom_explosion = true } }, token);
        await site.Done("PUT", $"{path}/sources/bom", new { options }, token);
        await site.Done("PUT", $"{path}/configs/lag", new { lags = new[] { 7 } }, token);
        await site.Done("PUT", $"{path}/configs/bom", new { max_levels = 9, cycle_detection = true }, token);
        var revision = (await site.Done("GET", $"{path}/configs", null, token)).GetProperty("revision").GetInt32();
        await site.Done("POST", $"{path}/confirmation", new { revision }, token);
    }
}
