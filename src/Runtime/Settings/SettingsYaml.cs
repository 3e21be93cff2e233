using SecretMagic.Pipeline;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SecretMagic.Runtime;

/// <summary>Turns the YAML of settings into names and texts; knows lines and YAML, not what settings mean. Everything wrong is found at once.</summary>
internal sealed class SettingsYaml(string fileName, List<string> findings)
{
    private readonly List<SettingValue> _values = [];

    internal IReadOnlyList<SettingValue> Read(string path)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(File.ReadAllText(path)));
            // A file whose lines are all comments has no document and says nothing.
            if (stream.Documents.Count > 1) Find("settings are one YAML document; this file has several.", stream.Documents[1].RootNode, null);
            else if (stream.Documents.Count == 1 && !IsEmpty(stream.Documents[0].RootNode)) Walk(stream.Documents[0].RootNode, "");
        }
        catch (YamlException wrong)
        {
            findings.Add(new InputException($"the file is not valid YAML: {wrong.Message}", fileName, wrong.Start.Line).Message);
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            findings.Add(new InputException($"the settings cannot be read: {unread.Message}", fileName).Message);
        }

        return _values;
    }

    /// <summary>Reads the keys below a folder of keys, <c>log.</c>; the root is empty.</summary>
    private void Walk(YamlNode node, string folder)
    {
        if (node is not YamlMappingNode map)
        {
            Find("must be keys with values, such as key: value.", node, folder.TrimEnd('.'));
            return;
        }

        foreach (var (key, value) in map.Children)
        {
            if (key is not YamlScalarNode { Value: { Length: > 0 } word })
            {
                Find("a key must be a text.", key, folder.TrimEnd('.'));
                continue;
            }

            var name = folder + word;
            if (SettingKey.All.FirstOrDefault(known => known.Name == name) is { } setting) Take(setting, value);
            else if (SettingKey.All.Any(known => known.Name.StartsWith($"{name}.", StringComparison.Ordinal))) Walk(value, $"{name}.");
            else Find($"is not a setting; there are {string.Join(", ", SettingKey.All.Select(known => known.Name))}.", key, name);
        }
    }

    private void Take(SettingKey setting, YamlNode node)
    {
        if (node is not YamlScalarNode { Value: { Length: > 0 } text } || IsEmpty(node))
            Find("must be one value.", node, setting.Name);
        else if (setting.Refusal(text) is { } refusal) Find(refusal, node, setting.Name);
        else _values.Add(new SettingValue(setting, text, $"{fileName}, line {node.Start.Line}"));
    }

    private static bool IsEmpty(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    private void Find(string problem, YamlNode node, string? key) =>
        findings.Add(new InputException(problem, fileName, node.Start.Line, key is "" ? null : key).Message);
}
