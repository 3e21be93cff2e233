using SecretMagic.Runtime;

namespace SecretMagic.House;

/// <summary>docs/CONFIGURATION.md says of each setting what the program knows of it.</summary>
public sealed class ConfigurationDocumentTests
{
    [Fact]
    public void The_table_of_settings_is_that_of_the_program()
    {
        var text = File.ReadAllLines(Path.Combine(HouseTests.Root, "docs", "CONFIGURATION.md"));
        text.Where(line => line.Contains(" | SECRETMAGIC_", StringComparison.Ordinal) && !line.Contains("/run/secrets/", StringComparison.Ordinal))
            .ShouldBe(SettingKey.All.Select(key => $"| {key.Name} | {key.Variable} | {key.Preset} | {key.Meaning} |"));
    }
}
