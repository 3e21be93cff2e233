using System.Diagnostics.CodeAnalysis;

namespace SecretMagic.Domain;

/// <summary>The name of an entity in the journal: its kind and its key, <c>client:acme</c>, <c>shard:acme.7</c>.</summary>
public readonly record struct EntityId : IText<EntityId>
{
    private static readonly (EntityKind Kind, string Word)[] Words =
    [
        (EntityKind.Client, "client"), (EntityKind.Batch, "batch"), (EntityKind.SeriesShard, "shard"), (EntityKind.Explosion, "explosion"),
        (EntityKind.Installation, "installation"), (EntityKind.ApiKey, "key"),
    ];

    private readonly string? _key;

    private EntityId(EntityKind kind, string key) => (Kind, _key) = (kind, key);

    /// <summary>What it is.</summary>
    public EntityKind Kind { get; }

    /// <inheritdoc/>
    public string Value => $"{WordOf(Kind)}:{Key}";

    /// <summary>The one entity of defaults.</summary>
    public static EntityId Installation { get; } = new(EntityKind.Installation, "default");

    /// <summary>The key within the kind.</summary>
    public string Key => _key ?? throw new InvalidOperationException("The id of the entity was never given.");

    /// <summary>The client of a tenant.</summary>
    public static EntityId Client(TenantId tenant) => new(EntityKind.Client, tenant.Value);

    /// <summary>A batch.</summary>
    public static EntityId Batch(BatchId batch) => new(EntityKind.Batch, batch.Value);

    /// <summary>A shard of series.</summary>
    public static EntityId SeriesShard(SeriesShardId shard) => new(EntityKind.SeriesShard, shard.Value);

    /// <summary>The explosions of a tenant.</summary>
    public static EntityId Explosion(TenantId tenant) => new(EntityKind.Explosion, tenant.Value);

    /// <summary>A key to the API.</summary>
    public static EntityId ApiKey(ApiKeyId key) => new(EntityKind.ApiKey, key.Value);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out EntityId value, [NotNullWhen(false)] out string? refusal)
    {
        value = default;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        var kind = colon < 0 ? default : Array.Find(Words, word => text.AsSpan(0, colon).SequenceEqual(word.Word)).Kind;
        if (kind == default)
        {
            refusal = $"The id of the entity {FreeText.Shown(text ?? "")} begins with no kind: "
                + $"{string.Join(", ", Words.Select(word => word.Word + ":"))} are known.";
            return false;
        }

        var key = text![(colon + 1)..];
        refusal = kind switch
        {
            EntityKind.Client or EntityKind.Explosion => TenantId.TryParse(key, out _, out var wrong) ? null : wrong,
            EntityKind.Batch => BatchId.TryParse(key, out _, out var wrong) ? null : wrong,
            EntityKind.SeriesShard => SeriesShardId.TryParse(key, out _, out var wrong) ? null : wrong,
            EntityKind.ApiKey => ApiKeyId.TryParse(key, out _, out var wrong) ? null : wrong,
            _ => key == "default" ? null : $"The id of the installation {FreeText.Shown(key)} is not default.",
        };
        if (refusal is null) value = new EntityId(kind, key);
        return refusal is null;
    }

    /// <inheritdoc cref="IText{TSelf}.Parse"/>
    public static EntityId Parse(string? text) => TryParse(text, out var value, out var refusal) ? value : throw new FormatException(refusal);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string WordOf(EntityKind kind)
    {
        foreach (var (known, word) in Words)
        {
            if (known == kind) return word;
        }

        throw new InvalidOperationException("The id of the entity was never given.");
    }
}
