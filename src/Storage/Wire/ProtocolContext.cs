using System.Text.Json.Serialization;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Explosions;
using SecretMagic.Domain.Installations;
using SecretMagic.Domain.SeriesShards;

namespace SecretMagic.Storage.Wire;

/// <summary>How each stored type is written: made at compile time. Names are in snake case, unknown fields are passed over, missing ones are errors.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, IgnoreReadOnlyProperties = true, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    Converters =
    [
        typeof(TextJson<TenantId>), typeof(TextJson<BatchId>), typeof(TextJson<FeatureTypeName>), typeof(TextJson<FeatureSetName>),
        typeof(TextJson<Schedule>), typeof(ConfigJson), typeof(RowBlockJson),
        typeof(WordJson<TenantMode>), typeof(WordJson<ClientStatus>), typeof(WordJson<BatchStatus>), typeof(WordJson<ExplosionStatus>),
        typeof(WordJson<WorkKind>), typeof(WordJson<ResultKind>), typeof(WordJson<KeyRole>),
    ])]
[JsonSerializable(typeof(ClientEvent.Registered), TypeInfoPropertyName = "ClientRegistered")]
[JsonSerializable(typeof(ClientEvent.Renamed), TypeInfoPropertyName = "ClientRenamed")]
[JsonSerializable(typeof(ClientEvent.ContactsChanged), TypeInfoPropertyName = "ClientContactsChanged")]
[JsonSerializable(typeof(ClientEvent.StatusChanged), TypeInfoPropertyName = "ClientStatusChanged")]
[JsonSerializable(typeof(ClientEvent.TenantModeChosen), TypeInfoPropertyName = "ClientTenantModeChosen")]
[JsonSerializable(typeof(ClientEvent.TenantMoveStarted), TypeInfoPropertyName = "ClientTenantMoveStarted")]
[JsonSerializable(typeof(ClientEvent.TenantMoved), TypeInfoPropertyName = "ClientTenantMoved")]
[JsonSerializable(typeof(ClientEvent.ResultRegistered), TypeInfoPropertyName = "ClientResultRegistered")]
[JsonSerializable(typeof(ClientEvent.FeaturesSwitched), TypeInfoPropertyName = "ClientFeaturesSwitched")]
[JsonSerializable(typeof(ClientEvent.FeatureConfigured), TypeInfoPropertyName = "ClientFeatureConfigured")]
[JsonSerializable(typeof(ClientEvent.FeatureWithdrawn), TypeInfoPropertyName = "ClientFeatureWithdrawn")]
[JsonSerializable(typeof(ClientEvent.BomConfigured), TypeInfoPropertyName = "ClientBomConfigured")]
[JsonSerializable(typeof(ClientEvent.SourceChosen), TypeInfoPropertyName = "ClientSourceChosen")]
[JsonSerializable(typeof(ClientEvent.ConfigConfirmed), TypeInfoPropertyName = "ClientConfigConfirmed")]
[JsonSerializable(typeof(ClientEvent.ConfirmationWithdrawn), TypeInfoPropertyName = "ClientConfirmationWithdrawn")]
[JsonSerializable(typeof(ClientEvent.Scheduled), TypeInfoPropertyName = "ClientScheduled")]
[JsonSerializable(typeof(ClientEvent.Unscheduled), TypeInfoPropertyName = "ClientUnscheduled")]
[JsonSerializable(typeof(ClientEvent.Unchanged), TypeInfoPropertyName = "ClientUnchanged")]
[JsonSerializable(typeof(BatchEvent.Queued), TypeInfoPropertyName = "BatchQueued")]
[JsonSerializable(typeof(BatchEvent.Started), TypeInfoPropertyName = "BatchStarted")]
[JsonSerializable(typeof(BatchEvent.Progressed), TypeInfoPropertyName = "BatchProgressed")]
[JsonSerializable(typeof(BatchEvent.Requeued), TypeInfoPropertyName = "BatchRequeued")]
[JsonSerializable(typeof(BatchEvent.GivenBack), TypeInfoPropertyName = "BatchGivenBack")]
[JsonSerializable(typeof(BatchEvent.Completed), TypeInfoPropertyName = "BatchCompleted")]
[JsonSerializable(typeof(BatchEvent.Failed), TypeInfoPropertyName = "BatchFailed")]
[JsonSerializable(typeof(BatchEvent.Retried), TypeInfoPropertyName = "BatchRetried")]
[JsonSerializable(typeof(BatchEvent.Cancelled), TypeInfoPropertyName = "BatchCancelled")]
[JsonSerializable(typeof(SeriesShardEvent.PlanSet), TypeInfoPropertyName = "SeriesShardPlanSet")]
[JsonSerializable(typeof(SeriesShardEvent.RowsTaken), TypeInfoPropertyName = "SeriesShardRowsTaken")]
[JsonSerializable(typeof(ExplosionEvent.Started), TypeInfoPropertyName = "ExplosionStarted")]
[JsonSerializable(typeof(ExplosionEvent.Completed), TypeInfoPropertyName = "ExplosionCompleted")]
[JsonSerializable(typeof(ExplosionEvent.Failed), TypeInfoPropertyName = "ExplosionFailed")]
[JsonSerializable(typeof(InstallationEvent.Scheduled), TypeInfoPropertyName = "InstallationScheduled")]
[JsonSerializable(typeof(InstallationEvent.Unscheduled), TypeInfoPropertyName = "InstallationUnscheduled")]
[JsonSerializable(typeof(InstallationEvent.Unchanged), TypeInfoPropertyName = "InstallationUnchanged")]
[JsonSerializable(typeof(ApiKeyEvent.Issued), TypeInfoPropertyName = "ApiKeyIssued")]
[JsonSerializable(typeof(ApiKeyEvent.Revoked), TypeInfoPropertyName = "ApiKeyRevoked")]
[JsonSerializable(typeof(ApiKeyEvent.ExpirySet), TypeInfoPropertyName = "ApiKeyExpirySet")]
[JsonSerializable(typeof(ApiKeyEvent.Unchanged), TypeInfoPropertyName = "ApiKeyUnchanged")]
[JsonSerializable(typeof(Client), TypeInfoPropertyName = "ClientState")]
[JsonSerializable(typeof(Batch), TypeInfoPropertyName = "BatchState")]
[JsonSerializable(typeof(SeriesShard), TypeInfoPropertyName = "SeriesShardState")]
[JsonSerializable(typeof(Explosion), TypeInfoPropertyName = "ExplosionState")]
[JsonSerializable(typeof(Installation), TypeInfoPropertyName = "InstallationState")]
[JsonSerializable(typeof(ApiKey), TypeInfoPropertyName = "ApiKeyState")]
internal sealed partial class ProtocolContext : JsonSerializerContext;
