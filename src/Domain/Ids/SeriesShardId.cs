using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SecretMagic.Domain;

/// <summary>A part of a client's series that is computed and kept together: <c>acme.7</c> is the eighth shard of acme; at most 4096 a client.</summary>
public readonly record struct SeriesShardId : IText<SeriesShardId>
{
    /// <summary>Shards of a client are numbered from 0 up to this number, exclusive.</summary>
    public const int MaxShards = 4096;

    /// <summary>A shard of a client.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not in 0 .. <see cref="MaxShards"/> - 1.</exception>
    public SeriesShardId(TenantId tenant, int shard)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shard, MaxShards);
        (Tenant, Shard) = (tenant, shard);
    }

    /// <summary>Whose series they are.</summary>
    public TenantId Tenant { get; }

    /// <summary>The number of the shard, from 0.</summary>
    public int Shard { get; }

    /// <inheritdoc/>
    public string Value => $"{Tenant.Value}.{Shard}";

    /// <inheritdoc/>
    public static bool TryParse(string? text, out SeriesShardId value, [NotNullWhen(false)] out string? refusal)
    {
        value = default;
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (dot < 0)
        {
            refusal = $"The id of the shard {FreeText.Shown(text ?? "")} has no dot: give client and number, such as acme.7.";
            return false;
        }

        if (!TenantId.TryParse(text![..dot], out var tenant, out refusal)) return false;
        var digits = text.AsSpan(dot + 1);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var shard) || shard >= MaxShards || digits is ['0', _, ..])
        {
            refusal = $"The id of the shard {FreeText.Shown(text)} has no number of 0 to {MaxShards - 1} behind the dot.";
            return false;
        }

        value = new SeriesShardId(tenant, shard);
        return true;
    }

    /// <inheritdoc cref="IText{TSelf}.Parse"/>
    public static SeriesShardId Parse(string? text) => TryParse(text, out var value, out var refusal) ? value : throw new FormatException(refusal);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
