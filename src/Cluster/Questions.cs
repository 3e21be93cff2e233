using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Explosions;
using SecretMagic.Domain.Installations;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Runtime;
using SecretMagic.Runtime.Online;
using SecretMagic.Storage.Wire;

namespace SecretMagic.Cluster;

/// <summary>
/// The questions that travel to where an entity lives. Those with long answers do not: a process answers them itself, from what is stored, as every gateway
/// can.
/// </summary>
internal static class Questions
{
    private static readonly Question[] All =
    [
        StateOf("client", Client.Initial), StateOf("batch", Batch.Initial), StateOf("shard", SeriesShard.Initial), StateOf("explosion", Explosion.Initial),
        StateOf("installation", Installation.Initial), StateOf("key", ApiKey.Initial),
        new Question<WasDone, WasDone.Found>(
            "was-done",
            query => new QuestionBody(query.Entity.Value) { Command = query.Command.Value },
            body => new WasDone(EntityId.Parse(body.Entity), CommandId.Parse(body.Command)),
            answer => new AnswerBody { Version = answer.Version },
            body => new WasDone.Found(body.Version)),
        new Question<SeriesFeatures, SeriesFeatures.Found>(
            "features",
            query => new QuestionBody(query.Entity.Value) { Series = query.Series, AsOf = query.AsOf },
            body => new SeriesFeatures(ShardOf(body), body.Series!, body.AsOf), Write, Read),
        new Question<SeriesNames, SeriesNames.Found>(
            "names",
            query => new QuestionBody(query.Entity.Value) { After = query.After, Limit = query.Limit },
            body => new SeriesNames(ShardOf(body), body.After, body.Limit),
            answer => new AnswerBody { Names = [.. answer.Series] },
            body => new SeriesNames.Found([.. body.Names ?? []])),
    ];

    private static readonly FrozenDictionary<Type, Question> ByQuery = All.ToFrozenDictionary(question => question.Asked);
    private static readonly FrozenDictionary<Type, Question> ByAnswer = All.ToFrozenDictionary(question => question.Answered);
    private static readonly FrozenDictionary<string, Question> ByName = All.ToFrozenDictionary(question => question.Name);

    private static readonly CompiledPlans Plans = new();

    /// <summary>True when a question of this type is asked where the entity lives.</summary>
    internal static bool Travels(Type query) => ByQuery.ContainsKey(query);

    /// <summary>Hands a letter's content to a gateway.</summary>
    internal static Task<object> Answer(IGateway gateway, object content) => content is Command command
        ? Sent(gateway, command)
        : ByQuery[content.GetType()].Ask(gateway, content);

    internal static (string Name, byte[] Json) Write(object query)
    {
        var question = ByQuery[query.GetType()];
        return (question.Name, JsonSerializer.SerializeToUtf8Bytes(question.Write(query), QuestionContext.Default.QuestionBody));
    }

    internal static object Read(string name, ReadOnlySpan<byte> json) =>
        Known(name).Read(JsonSerializer.Deserialize(json, QuestionContext.Default.QuestionBody)!);

    internal static (string Name, byte[] Json) WriteAnswer(object answer)
    {
        var question = ByAnswer[answer.GetType()];
        return (question.Name, JsonSerializer.SerializeToUtf8Bytes(question.WriteAnswer(answer), QuestionContext.Default.AnswerBody));
    }

    internal static object ReadAnswer(string name, ReadOnlySpan<byte> json) =>
        Known(name).ReadAnswer(JsonSerializer.Deserialize(json, QuestionContext.Default.AnswerBody)!);

    private static Question Known(string name) => ByName.GetValueOrDefault(name) ?? throw new UnknownManifestException(name);

    private static async Task<object> Sent(IGateway gateway, Command command) => await gateway.Send(command, CancellationToken.None);

    /// <param name="kind">The kind of the entity.</param>
    /// <param name="initial">Its state before its first event.</param>
    private static Question<StateOf<TState>, Versioned<TState>> StateOf<TState>(string kind, TState initial) where TState : class => new(
        $"state.{kind}",
        query => new QuestionBody(query.Entity.Value),
        body => new StateOf<TState>(EntityId.Parse(body.Entity)),
        answer =>
        {
            // Of an entity before its first event there is nothing to write.
            if (answer.Version == 0) return new AnswerBody();
            var (manifest, json) = ProtocolJson.Write(answer.State);
            using var state = JsonDocument.Parse(json);
            return new AnswerBody { Version = answer.Version, Manifest = manifest, State = state.RootElement.Clone() };
        },
        body => body.State is not { } state
            ? new Versioned<TState>(0, initial)
            : new Versioned<TState>(body.Version!.Value, (TState)ProtocolJson.Read(body.Manifest!, state.GetRawText())));

    private static SeriesShardId ShardOf(QuestionBody body) => SeriesShardId.Parse(EntityId.Parse(body.Entity).Key);

    private static AnswerBody Write(SeriesFeatures.Found answer) => answer.Features is not { } features
        ? new AnswerBody()
        : new AnswerBody
        {
            Series = features.Series, Period = features.Period, Version = features.Version, Definition = features.Plan.Definition,
            Country = features.Plan.Country, Values = MemoryMarshal.AsBytes(features.Values.AsSpan()).ToArray(),
        };

    private static SeriesFeatures.Found Read(AnswerBody body) => body.Series is null
        ? new SeriesFeatures.Found(null)
        : new SeriesFeatures.Found(new ShardFeatures(
            body.Series, body.Period, body.Version!.Value, Plans.Of(body.Definition!, body.Country),
            [.. MemoryMarshal.Cast<byte, double>(body.Values)]));
}
