using System.Collections.Immutable;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Integration.Api;

/// <summary>Clients with recipes.</summary>
internal static class RecipeSite
{
    /// <summary>A client whose recipes may be exploded, from files that a person chose on this machine.</summary>
    public static async Task Confirmed(ApiSite site, string id, CancellationToken token, params (string Option, string Value)[] options)
    {
        await site.Register(id, token);
        var path = $"/api/v1/clients/{id}";
        await site.Done("PATCH", path, new { enabled = new { feature_engineering = true, bom_explosion = true } }, token);
        var order = new WorkOrder(WorkKind.Bom, options.ToImmutableSortedDictionary(one => one.Option, one => one.Value, StringComparer.Ordinal));
        var stamp = Stamp.Create(CommandId.Parse($"{Guid.CreateVersion7()}"), "anna", TimeProvider.System.GetUtcNow());
        (await site.Store.Tell<Client>(new ClientCommand.ChooseSource(TenantId.Parse(id), stamp, order), token)).Reply.ShouldBeOfType<Reply.Accepted>();
        await site.Done("PUT", $"{path}/configs/lag", new { lags = new[] { 7 } }, token);
        await site.Done("PUT", $"{path}/configs/bom", new { max_levels = 9, cycle_detection = true }, token);
        var revision = (await site.Done("GET", $"{path}/configs", null, token)).GetProperty("revision").GetInt32();
        await site.Done("POST", $"{path}/confirmation", new { revision }, token);
    }
}
