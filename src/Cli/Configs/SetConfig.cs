using System.CommandLine;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;

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
                return ConfigWish.Set(client, stamp, name, text, path);
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
