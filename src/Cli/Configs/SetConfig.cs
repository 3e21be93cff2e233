using System.CommandLine;
using SecretMagic.Domain.Clients;
using SecretMagic.Pipeline;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Cli;

/// <summary><c>configs set</c>.</summary>
internal static class SetConfig
{
    private const int MaxBytes = 1 << 20;

    public static Command Create(MetadataShell shell)
    {
        var type = ConfigType.Argument();
        string? text = null;
        var file = new Argument<string>("FILE") { Description = "a JSON object; - reads it from the standard input" };
        return ClientChange.On(
            shell, new Command("set", "Configure a type of features, or the explosion: a new version unless it is in force already.") { type, file },
            client => $"configured, revision {client.Revision}",
            (parsed, _, client, stamp) =>
            {
                var (name, path) = (ConfigType.Of(parsed.GetRequiredValue(type)), parsed.GetRequiredValue(file));
                // Asked again when another writer was faster: the standard input can be read once.
                text ??= Text(path);
                if (!ConfigDocument.TryParse(text, out var document, out var refusal)) throw new InputException(refusal, path);
                if (name != ConfigRow.Bom)
                {
                    FeatureConfig.Check(name, document.Value, path);
                    return new ClientCommand.ConfigureFeature(client, stamp, FeatureTypeName.Parse(name), document);
                }

                return BomConfig.TryRead(document, out var config, out refusal)
                    ? new ClientCommand.ConfigureBom(client, stamp, config)
                    : throw new InputException(refusal, path);
            });
    }

    private static string Text(string path)
    {
        if (path == "-") return Console.In.ReadToEnd();
        if (!File.Exists(path)) throw new InputException("there is no such file; - reads the standard input", path);
        if (new FileInfo(path).Length > MaxBytes) throw new InputException($"a configuration has at most {MaxBytes:N0} bytes", path);
        return File.ReadAllText(path);
    }
}
