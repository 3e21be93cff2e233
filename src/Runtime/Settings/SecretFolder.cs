using SecretMagic.Pipeline;

namespace SecretMagic.Runtime;

/// <summary>Secrets: a file each, as orchestrators hand them in, else a variable of the environment.</summary>
internal static class SecretFolder
{
    internal const string FolderVariable = "SECRETMAGIC_SECRETS";
    private const string Preset = "/run/secrets";
    private const int MaxBytes = 4_096;

    /// <summary>The variable of a secret, for places without files.</summary>
    internal static string VariableOf(string name) => $"SECRETMAGIC_{name.ToUpperInvariant()}";

    /// <summary>The secret, or one that is not set; what is wrong is added to the findings, without its value.</summary>
    internal static Secret Read(string name, Surroundings around, List<string> findings)
    {
        var file = Path.Combine(Path.GetFullPath(around.Variable(FolderVariable) ?? Preset, around.Folder), name);
        if (!File.Exists(file))
        {
            var variable = VariableOf(name);
            return around.Variable(variable) is { } value
                ? new Secret(value, $"environment {variable}")
                : new Secret(null, $"neither {file} nor {variable}");
        }

        try
        {
            // A line end is the editor's, not the secret's.
            var text = new FileInfo(file).Length <= MaxBytes ? File.ReadAllText(file).TrimEnd('\r', '\n') : null;
            if (text is { Length: > 0 }) return new Secret(text, file);
            findings.Add(new InputException(text is null ? $"a secret has at most {MaxBytes} bytes." : "the secret is empty.", file).Message);
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            findings.Add(new InputException($"the secret cannot be read: {unread.Message}", file).Message);
        }

        return new Secret(null, file);
    }
}
