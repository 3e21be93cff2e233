namespace SecretMagic.Runtime;

/// <summary>What a process finds around it when it starts.</summary>
/// <param name="Folder">The working folder; relative paths of settings begin there.</param>
/// <param name="Environment">The variables of the environment.</param>
public sealed record Surroundings(string Folder, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The value of a variable; null when it is not set or empty, as templates of containers leave it.</summary>
    public string? Variable(string name) => Environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
