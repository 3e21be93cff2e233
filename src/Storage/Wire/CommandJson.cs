using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SecretMagic.Domain;

namespace SecretMagic.Storage.Wire;

/// <summary>
/// Commands and their answers as they travel between processes. A manifest follows from the names of the type, <c>client.rename</c>, so a renamed type is
/// another message; the recorded bytes of each message hold them. A type only gains fields that may be absent.
/// </summary>
public static class CommandJson
{
    private static readonly FrozenDictionary<Type, (string Manifest, JsonTypeInfo Type)> ByType = typeof(Command).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && (type.IsAssignableTo(typeof(Command)) || type.IsAssignableTo(typeof(Reply))))
        .ToFrozenDictionary(type => type, type => (ManifestOf(type), CommandContext.Default.GetTypeInfo(type)!));

    private static readonly FrozenDictionary<string, JsonTypeInfo> ByManifest =
        ByType.Values.ToFrozenDictionary(entry => entry.Manifest, entry => entry.Type);

    /// <summary>Every manifest with its type.</summary>
    public static IEnumerable<(string Manifest, Type Type)> All => ByType.Select(entry => (entry.Value.Manifest, entry.Key));

    /// <summary>The manifest of a command or an answer, and its JSON in UTF-8.</summary>
    public static (string Manifest, byte[] Json) Write(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var (manifest, type) = ByType[message.GetType()];
        return (manifest, JsonSerializer.SerializeToUtf8Bytes(message, type));
    }

    /// <summary>A command or an answer as it was written.</summary>
    /// <exception cref="UnknownManifestException">Nothing has this manifest.</exception>
    /// <exception cref="JsonException">The JSON does not fit the manifest.</exception>
    public static object Read(string manifest, ReadOnlySpan<byte> json)
    {
        if (!ByManifest.TryGetValue(manifest, out var type)) throw new UnknownManifestException(manifest);
        return JsonSerializer.Deserialize(json, type) ?? throw new JsonException($"The JSON of '{manifest}' is null.");
    }

    /// <summary><c>ClientCommand.ChangeStatus</c> is <c>client.change-status</c>, <c>Reply.Busy</c> is <c>reply.busy</c>.</summary>
    private static string ManifestOf(Type type)
    {
        var family = type.DeclaringType!.Name.Replace("Command", "", StringComparison.Ordinal);
        return $"{JsonNamingPolicy.KebabCaseLower.ConvertName(family)}.{JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name)}";
    }
}
