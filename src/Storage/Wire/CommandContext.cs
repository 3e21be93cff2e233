using System.Text.Json.Serialization;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Explosions;
using SecretMagic.Domain.Installations;
using SecretMagic.Domain.SeriesShards;

namespace SecretMagic.Storage.Wire;

/// <summary>How each command and each answer is written on its way between processes: made at compile time, under the rules of what is stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, IgnoreReadOnlyProperties = true, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    Converters =
    [
        typeof(TextJson<TenantId>), typeof(TextJson<BatchId>), typeof(TextJson<SeriesShardId>), typeof(TextJson<ApiKeyId>), typeof(TextJson<FeatureTypeName>),
        typeof(TextJson<FeatureSetName>), typeof(TextJson<Schedule>), typeof(StampJson), typeof(ClearanceJson), typeof(ConfigJson), typeof(RowBlockJson),
        typeof(WordJson<TenantMode>), typeof(WordJson<ClientStatus>), typeof(WordJson<WorkKind>), typeof(WordJson<ResultKind>), typeof(WordJson<KeyRole>),
    ])]
[JsonSerializable(typeof(ApiKeyCommand.Issue), TypeInfoPropertyName = "ApiKeyIssue")]
[JsonSerializable(typeof(ApiKeyCommand.Revoke), TypeInfoPropertyName = "ApiKeyRevoke")]
[JsonSerializable(typeof(ApiKeyCommand.Expire), TypeInfoPropertyName = "ApiKeyExpire")]
[JsonSerializable(typeof(BatchCommand.Enqueue), TypeInfoPropertyName = "BatchEnqueue")]
[JsonSerializable(typeof(BatchCommand.Start), TypeInfoPropertyName = "BatchStart")]
[JsonSerializable(typeof(BatchCommand.Report), TypeInfoPropertyName = "BatchReport")]
[JsonSerializable(typeof(BatchCommand.Complete), TypeInfoPropertyName = "BatchComplete")]
[JsonSerializable(typeof(BatchCommand.Fail), TypeInfoPropertyName = "BatchFail")]
[JsonSerializable(typeof(BatchCommand.GiveBack), TypeInfoPropertyName = "BatchGiveBack")]
[JsonSerializable(typeof(BatchCommand.Retry), TypeInfoPropertyName = "BatchRetry")]
[JsonSerializable(typeof(BatchCommand.Cancel), TypeInfoPropertyName = "BatchCancel")]
[JsonSerializable(typeof(ClientCommand.Register), TypeInfoPropertyName = "ClientRegister")]
[JsonSerializable(typeof(ClientCommand.Rename), TypeInfoPropertyName = "ClientRename")]
[JsonSerializable(typeof(ClientCommand.ChangeContacts), TypeInfoPropertyName = "ClientChangeContacts")]
[JsonSerializable(typeof(ClientCommand.ChangeStatus), TypeInfoPropertyName = "ClientChangeStatus")]
[JsonSerializable(typeof(ClientCommand.ChooseTenantMode), TypeInfoPropertyName = "ClientChooseTenantMode")]
[JsonSerializable(typeof(ClientCommand.MoveTenant), TypeInfoPropertyName = "ClientMoveTenant")]
[JsonSerializable(typeof(ClientCommand.FinishMove), TypeInfoPropertyName = "ClientFinishMove")]
[JsonSerializable(typeof(ClientCommand.RegisterResult), TypeInfoPropertyName = "ClientRegisterResult")]
[JsonSerializable(typeof(ClientCommand.RegisterResults), TypeInfoPropertyName = "ClientRegisterResults")]
[JsonSerializable(typeof(ClientCommand.SwitchFeatures), TypeInfoPropertyName = "ClientSwitchFeatures")]
[JsonSerializable(typeof(ClientCommand.ConfigureFeature), TypeInfoPropertyName = "ClientConfigureFeature")]
[JsonSerializable(typeof(ClientCommand.RestoreFeature), TypeInfoPropertyName = "ClientRestoreFeature")]
[JsonSerializable(typeof(ClientCommand.WithdrawFeature), TypeInfoPropertyName = "ClientWithdrawFeature")]
[JsonSerializable(typeof(ClientCommand.ConfigureBom), TypeInfoPropertyName = "ClientConfigureBom")]
[JsonSerializable(typeof(ClientCommand.RestoreBom), TypeInfoPropertyName = "ClientRestoreBom")]
[JsonSerializable(typeof(ClientCommand.ChooseSource), TypeInfoPropertyName = "ClientChooseSource")]
[JsonSerializable(typeof(ClientCommand.ConfirmConfig), TypeInfoPropertyName = "ClientConfirmConfig")]
[JsonSerializable(typeof(ClientCommand.ScheduleWork), TypeInfoPropertyName = "ClientScheduleWork")]
[JsonSerializable(typeof(ClientCommand.UnscheduleWork), TypeInfoPropertyName = "ClientUnscheduleWork")]
[JsonSerializable(typeof(ExplosionCommand.Start), TypeInfoPropertyName = "ExplosionStart")]
[JsonSerializable(typeof(ExplosionCommand.Complete), TypeInfoPropertyName = "ExplosionComplete")]
[JsonSerializable(typeof(ExplosionCommand.Fail), TypeInfoPropertyName = "ExplosionFail")]
[JsonSerializable(typeof(InstallationCommand.ScheduleWork), TypeInfoPropertyName = "InstallationScheduleWork")]
[JsonSerializable(typeof(InstallationCommand.UnscheduleWork), TypeInfoPropertyName = "InstallationUnscheduleWork")]
[JsonSerializable(typeof(SeriesShardCommand.SetPlan), TypeInfoPropertyName = "SeriesShardSetPlan")]
[JsonSerializable(typeof(SeriesShardCommand.TakeRows), TypeInfoPropertyName = "SeriesShardTakeRows")]
[JsonSerializable(typeof(Reply.Accepted), TypeInfoPropertyName = "ReplyAccepted")]
[JsonSerializable(typeof(Reply.Duplicate), TypeInfoPropertyName = "ReplyDuplicate")]
[JsonSerializable(typeof(Reply.Rejected), TypeInfoPropertyName = "ReplyRejected")]
[JsonSerializable(typeof(Reply.Busy), TypeInfoPropertyName = "ReplyBusy")]
internal sealed partial class CommandContext : JsonSerializerContext;
