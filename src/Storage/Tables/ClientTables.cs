using System.Diagnostics;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using static SecretMagic.Domain.Clients.ClientEvent;

namespace SecretMagic.Storage.Tables;

/// <summary>clients, feature_configs, bom_configs, client_sources, client_processing_schedule.</summary>
internal static class ClientTables
{
    internal static IEnumerable<TableChange> Of(TenantId tenant, ClientEvent happened, Stamp stamp)
    {
        var id = ClientId.Of(tenant).Value;
        return happened switch
        {
            Registered now =>
            [
                new(
                    """
                    INSERT INTO clients (id, name, organization_id, tenant_mode, features_enabled, config_revision, config_confirmed, contact_email,
                        contact_phone, status, created_at, updated_at)
                    VALUES ($1, $2, $3, $4, $5, 0, false, $6, $7, 'active', $8, $8)
                    """,
                    id, now.Name, tenant.Value, Word.Of(now.TenantMode), Json(now.FeaturesEnabled), now.Contacts.Email, now.Contacts.Phone, stamp.When),
            ],
            Renamed now => [new("UPDATE clients SET name = $2, updated_at = $3 WHERE id = $1", id, now.Name, stamp.When)],
            ContactsChanged now =>
            [
                new("UPDATE clients SET contact_email = $2, contact_phone = $3, updated_at = $4 WHERE id = $1",
                    id, now.Contacts.Email, now.Contacts.Phone, stamp.When),
            ],
            StatusChanged now => [new("UPDATE clients SET status = $2, updated_at = $3 WHERE id = $1", id, Word.Of(now.Status), stamp.When)],
            TenantModeChosen now => [new("UPDATE clients SET tenant_mode = $2, updated_at = $3 WHERE id = $1", id, Word.Of(now.TenantMode), stamp.When)],
            TenantMoveStarted now => [new("UPDATE clients SET moving_to = $2, updated_at = $3 WHERE id = $1", id, Word.Of(now.MovingTo), stamp.When)],
            TenantMoved now =>
            [
                new("UPDATE clients SET tenant_mode = $2, moving_to = NULL, updated_at = $3 WHERE id = $1", id, Word.Of(now.TenantMode), stamp.When),
                LakeResultTable.Moved(id, tenant, now),
            ],
            ResultRegistered now => LakeResultTable.Registered(id, now, stamp),
            FeaturesSwitched now =>
            [
                new("UPDATE clients SET features_enabled = $2, updated_at = $3 WHERE id = $1", id, Json(now.FeaturesEnabled), stamp.When),
                Revised(id, stamp),
            ],
            FeatureConfigured now =>
            [
                Deactivate(id, now.FeatureType),
                new(
                    """
                    INSERT INTO feature_configs (id, client_id, feature_type, config, is_active, version, created_at, created_by)
                    VALUES ($1, $2, $3, $4, true, $5, $6, $7)
                    """,
                    DerivedUuid.Of($"feature-config:{tenant}:{now.FeatureType}:{now.Version}"), id, now.FeatureType.Value, new JsonText(now.Config.Value),
                    now.Version, stamp.When, stamp.Who),
                Revised(id, stamp),
            ],
            FeatureWithdrawn now => [Deactivate(id, now.FeatureType), Revised(id, stamp)],
            BomConfigured now =>
            [
                new("UPDATE bom_configs SET is_active = false WHERE client_id = $1 AND is_active", id),
                new(
                    """
                    INSERT INTO bom_configs (id, client_id, max_levels, include_produced_at, cycle_detection, is_active, version, created_at, created_by)
                    VALUES ($1, $2, $3, $4, $5, true, $6, $7, $8)
                    """,
                    DerivedUuid.Of($"bom-config:{tenant}:{now.Version}"), id, now.Config.MaxLevels, now.Config.IncludeProducedAt,
                    now.Config.CycleDetection, now.Version, stamp.When, stamp.Who),
                Revised(id, stamp),
            ],
            SourceChosen now => [SourceTable.Chosen(id, now, stamp), Revised(id, stamp)],
            ConfigConfirmed =>
            [
                new("UPDATE clients SET config_confirmed = true, config_confirmed_at = $2, config_confirmed_by = $3, updated_at = $2 WHERE id = $1",
                    id, stamp.When, stamp.Who),
            ],
            ConfirmationWithdrawn =>
            [
                new(
                    "UPDATE clients SET config_confirmed = false, config_confirmed_at = NULL, config_confirmed_by = NULL, updated_at = $2 WHERE id = $1",
                    id, stamp.When),
            ],
            Scheduled now => [ScheduleTables.Scheduled(id, now.Work, now.Schedule, stamp)],
            Unscheduled now => [new("DELETE FROM client_processing_schedule WHERE client_id = $1 AND work = $2", id, Word.Of(now.Work))],
            Unchanged => [],
            _ => throw new UnreachableException($"No table knows the event {happened.GetType()}."),
        };
    }

    private static TableChange Revised(Guid client, Stamp stamp) =>
        new("UPDATE clients SET config_revision = config_revision + 1, updated_at = $2 WHERE id = $1", client, stamp.When);

    private static TableChange Deactivate(Guid client, FeatureTypeName type) =>
        new("UPDATE feature_configs SET is_active = false WHERE client_id = $1 AND feature_type = $2 AND is_active", client, type.Value);

    private static JsonText Json(EnabledFeatures enabled) =>
        new($$"""{"feature_engineering":{{(enabled.FeatureEngineering ? "true" : "false")}},"bom_explosion":{{(enabled.BomExplosion ? "true" : "false")}}}""");
}
