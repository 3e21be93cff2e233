using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Features;
using SecretMagic.Pipeline;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Runtime;

/// <summary>What is wished of a configuration: of a type of features, or of <c>bom</c>, the explosion.</summary>
public static class ConfigWish
{
    /// <summary>A type that the program knows.</summary>
    /// <exception cref="InputException">It knows none of this name; the nearest one is named.</exception>
    public static string Type(string written)
    {
        if (written == ConfigRow.Bom) return written;
        if (!FeatureTypeName.TryParse(written, out var type, out var refusal)) throw new InputException(refusal, column: "TYPE");
        if (FeatureCatalog.Find(type.Value) is not null) return written;
        var hint = Nearest.Hint(written, FeatureCatalog.All.Select(known => known.Name).Append(ConfigRow.Bom));
        var known = string.Join(", ", FeatureCatalog.All.Select(known => known.Name));
        throw new InputException($"there is no feature type '{type}'.{hint} There are {known}, and bom, the explosion.", column: "TYPE");
    }

    /// <summary>Put this in force.</summary>
    /// <param name="client">Whose.</param>
    /// <param name="stamp">Which command.</param>
    /// <param name="written">The type.</param>
    /// <param name="json">A JSON object.</param>
    /// <param name="place">Where it stands, for messages.</param>
    /// <exception cref="InputException">It is no configuration of the type.</exception>
    public static ClientCommand Set(TenantId client, Stamp stamp, string written, string json, string place)
    {
        var type = Type(written);
        if (!ConfigDocument.TryParse(json, out var document, out var refusal)) throw new InputException(refusal, place);
        if (type != ConfigRow.Bom)
        {
            FeatureConfig.Check(type, document.Value, place);
            return new ClientCommand.ConfigureFeature(client, stamp, FeatureTypeName.Parse(type), document);
        }

        return BomConfig.TryRead(document, out var config, out refusal)
            ? new ClientCommand.ConfigureBom(client, stamp, config)
            : throw new InputException(refusal, place);
    }

    /// <summary>Make an older version the newest one.</summary>
    /// <exception cref="InputException">There is no such type.</exception>
    public static ClientCommand Restore(TenantId client, Stamp stamp, string written, int version) => Type(written) is var type && type == ConfigRow.Bom
        ? new ClientCommand.RestoreBom(client, stamp, version)
        : new ClientCommand.RestoreFeature(client, stamp, FeatureTypeName.Parse(type), version);

    /// <summary>What differs between two versions.</summary>
    /// <param name="versions">All versions of the type.</param>
    /// <param name="type">The type.</param>
    /// <param name="client">Whose.</param>
    /// <param name="from">The older one; null for the one before the newer one.</param>
    /// <param name="to">The newer one; null for the last one.</param>
    /// <exception cref="RefusedException">There is no such version.</exception>
    public static (int From, int To, IReadOnlyList<ConfigDiff> Differences) Diff(
        IReadOnlyList<ConfigRow> versions, string type, TenantId client, int? from, int? to)
    {
        ArgumentNullException.ThrowIfNull(versions);
        var newer = to ?? versions.Count;
        var older = from ?? newer - 1;
        return (older, newer, ConfigDiff.Between(Document(older), Document(newer)));

        ConfigDocument Document(int version) => versions.FirstOrDefault(row => row.Version == version) is { } row
            ? ConfigDocument.Parse(row.Config.GetRawText())
            : throw new RefusedException(new Reply.Rejected("version-unknown", versions.Count == 0
                ? $"{type} of client {client} was never configured."
                : $"{type} of client {client} has no version {version}: versions are 1 to {versions.Count}."), client.Value);
    }
}
