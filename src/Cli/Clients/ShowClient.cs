using SecretMagic.Domain;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Cli;

/// <summary><c>clients show</c>.</summary>
internal static class ShowClient
{
    public static Command Create(MetadataShell shell)
    {
        var id = Written.Client();
        var command = new Command("show", "All that is known of a client: who it is, what is configured, scheduled and confirmed.") { id };
        return shell.Asks(command, async (store, parsed, token) =>
        {
            var tenant = Written.As<TenantId>(parsed.GetRequiredValue(id));
            if (await store.Tables.Clients(tenant, null, token) is not [var client]) throw ClientChange.Unknown(tenant);
            var configs = await store.Tables.Configs(tenant, null, onlyActive: true, token);
            var schedules = (await store.Tables.Schedules(tenant, token)).Where(schedule => schedule.Client is not null).ToArray();
            var sources = await store.Tables.Sources(tenant, token);
            return new Answer(new { Client = client, Configs = configs, Sources = sources, Schedules = schedules }, console =>
            {
                console.Facts(
                    ("client", client.OrganizationId), ("name", client.Name), ("status", client.Status), ("data in", Place(client)),
                    ("computed", Page.Enabled(client.FeaturesEnabled)), ("e-mail", client.ContactEmail), ("phone", client.ContactPhone),
                    ("registered", Page.Moment(client.CreatedAt)), ("changed", Page.Moment(client.UpdatedAt)),
                    ("configuration", Confirmation(client)),
                    ("configured", Joined(configs.Select(config => $"{config.FeatureType} (version {config.Version})"))),
                    ("sources", Joined(sources.Select(source => $"{source.Work} {OrderOptions.Shown(source.WorkOrder)}"))),
                    ("scheduled", Joined(schedules.Select(schedule => $"{schedule.Work} {schedule.Schedule}"))));
            });
        });
    }

    private static string Place(ClientRow client) => client.MovingTo is { } to
        ? $"{client.TenantMode}, moving to {to}: 'secretmagic clients move {client.OrganizationId} {to}' finishes it, "
            + $"'secretmagic clients move {client.OrganizationId} {client.TenantMode}' takes it back"
        : client.TenantMode;

    private static string Joined(IEnumerable<string> facts) => string.Join(", ", facts) is { Length: > 0 } joined ? joined : "nothing";

    private static string Confirmation(ClientRow client) => client.ConfigConfirmed
        ? $"revision {client.ConfigRevision}, confirmed by {client.ConfigConfirmedBy} on {Page.Moment(client.ConfigConfirmedAt)}"
        : $"revision {client.ConfigRevision}, not confirmed: nothing is processed";
}
