using System.Text.Json;
using System.Text.RegularExpressions;
using SecretMagic.Runtime;
using YamlDotNet.RepresentationModel;

namespace SecretMagic.House;

/// <summary>What runs the program elsewhere names files, settings, verbs and targets that there are: nobody compiles it.</summary>
public sealed partial class DeployFilesTests
{
    private static readonly string[] Documents =
        ["README.md", "CONTRIBUTING.md", "docs/DOCKER.md", "docs/CI_CD.md", "docs/RELEASE_PROCESS.md", "docs/CLUSTER.md"];

    [Fact]
    public void Every_file_that_the_image_is_made_of_exists_and_is_sent()
    {
        var sent = File.ReadLines(PathOf(".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]).ToArray();
        var copied = Copied().Where(line => !line.Contains("--from=", StringComparison.Ordinal)).SelectMany(Sources).ToArray();
        copied.Length.ShouldBeGreaterThan(8);
        sent.Concat(copied).Where(path => !Path.Exists(PathOf(path))).ShouldBeEmpty();
        copied.Where(path => !sent.Any(root => IsBelow(path, root))).ShouldBeEmpty("copied, but .dockerignore holds it back");
        sent.Where(root => !copied.Any(path => IsBelow(path, root))).ShouldBeEmpty("sent, but not copied");
    }

    [Fact]
    public void Every_file_that_the_sources_take_from_elsewhere_is_in_the_image()
    {
        var copied = Copied().SelectMany(Sources).ToArray();
        var taken = Directory.GetFiles(PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(file => Elsewhere().Matches(File.ReadAllText(file)).Select(found => found.Groups["path"].Value)).ToArray();
        taken.ShouldContain("hocon/node.conf");
        taken.ShouldContain("native/native.targets");
        taken.Where(path => !copied.Any(root => IsBelow(path, root))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_variable_is_a_setting()
    {
        string[] others =
            ["SECRETMAGIC_SETTINGS", "SECRETMAGIC_SECRETS", "SECRETMAGIC_DATABASE_PASSWORD", "SECRETMAGIC_CLUSTER_CERTIFICATE_PASSWORD"];
        var known = SettingKey.All.Select(key => key.Variable).Concat(others).ToArray();
        var named = Deployed().SelectMany(file => Variable().Matches(File.ReadAllText(file)).Select(found => (file, found.Value))).ToArray();
        named.Length.ShouldBeGreaterThan(20);
        named.Where(one => !known.Contains(one.Value)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_command_that_is_run_is_one_of_the_program()
    {
        var commands = Lines("deploy/Dockerfile").Select(line => Command().Match(line)).Where(found => found.Success)
            .Select(found => JsonSerializer.Deserialize<string[]>(found.Groups["words"].Value)!)
            .Select(words => words[0] == "/app/secretmagic" ? words[1..] : words).Where(words => words.Length > 0).ToList();
        foreach (var file in Deployed().Where(file => file.EndsWith(".yml", StringComparison.Ordinal) || file.EndsWith(".yaml", StringComparison.Ordinal)))
            commands.AddRange(Nodes(file).Where(IsOurs).SelectMany(CommandsOf));
        foreach (var unit in Directory.GetFiles(PathOf("deploy/systemd"), "*.service"))
            commands.Add(File.ReadLines(unit).Single(line => line.StartsWith("ExecStart=", StringComparison.Ordinal)).Split(' ')[1..]);
        foreach (var verb in (string[])["lighthouse", "worker", "serve", "health"]) commands.ShouldContain(words => words[0] == verb);
        foreach (var words in commands)
        {
            using var errors = new StringWriter();
            // The only thing wrong with it is what is added here.
            var code = await Cli.SecretMagicProgram.Run(
                [.. words, "--no-such-option"], TextWriter.Null, errors, new Surroundings(Path.GetTempPath(), new Dictionary<string, string>()));
            code.ShouldBe(2, string.Join(' ', words));
            var wrong = $"{errors}".Split('\n').Count(line => line.StartsWith("secretmagic: ", StringComparison.Ordinal));
            wrong.ShouldBe(1, $"{string.Join(' ', words)}: {errors}");
        }
    }

    [Fact]
    public void Every_file_that_the_stack_hands_over_exists()
    {
        var files = new[] { "docker-compose.yml", "deploy/stack.dev.yml", "deploy/stack.stage.yml", "deploy/stack.prod.yml" }
            .SelectMany(name => Nodes(PathOf(name))).OfType<YamlMappingNode>().SelectMany(node => node.Children)
            .Where(pair => $"{pair.Key}" is "file" or "dockerfile").Select(pair => $"{pair.Value}").Where(IsNoSecret).ToArray();
        files.Length.ShouldBeGreaterThan(8);
        files.Where(path => !File.Exists(PathOf(path))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_target_and_file_that_a_document_or_a_workflow_names_exists()
    {
        var targets = File.ReadLines(PathOf("Makefile")).Select(line => Target().Match(line)).Where(found => found.Success)
            .Select(found => found.Groups["name"].Value).ToHashSet();
        var workflows = Directory.GetFiles(PathOf(".github/workflows"), "*.yml").Select(file => Path.GetRelativePath(HouseTests.Root, file)).ToArray();
        foreach (var name in Documents.Concat(workflows))
        {
            var text = File.ReadAllText(PathOf(name));
            MadeTarget().Matches(text).Select(found => found.Groups["name"].Value).Where(target => !targets.Contains(target)).ShouldBeEmpty(name);
            Script().Matches(text).Select(found => found.Value).Where(path => IsNoSecret(path) && !Path.Exists(PathOf(path))).ShouldBeEmpty(name);
        }
    }

    private static bool IsOurs(YamlNode node) =>
        node is YamlMappingNode map && map.Children.TryGetValue("image", out var image) && $"{image}".Contains("secretmagic", StringComparison.Ordinal)
        || node is YamlMappingNode merged && merged.Children.ContainsKey("<<");

    private static IEnumerable<string[]> CommandsOf(YamlNode node) => ((YamlMappingNode)node).Children
        .Where(pair => $"{pair.Key}" is "command" or "args" && pair.Value is YamlSequenceNode)
        .Select(pair => ((YamlSequenceNode)pair.Value).Select(word => $"{word}").ToArray());

    private static IEnumerable<YamlNode> Nodes(string file)
    {
        using var text = new StreamReader(file);
        var yaml = new YamlStream();
        yaml.Load(text);
        return [.. yaml.Documents.SelectMany(document => document.AllNodes)];
    }

    private static IEnumerable<string> Deployed() => Directory.GetFiles(PathOf("deploy"), "*", SearchOption.AllDirectories)
        .Where(IsNoSecret).Append(PathOf("docker-compose.yml"));

    /// <summary>Secrets are on the machine that runs it, not here.</summary>
    private static bool IsNoSecret(string path) => !path.Contains("deploy/secrets/", StringComparison.Ordinal);

    private static bool IsBelow(string path, string root) => path == root || path.StartsWith($"{root}/", StringComparison.Ordinal);

    private static IEnumerable<string> Copied() => Lines("deploy/Dockerfile").Where(line => line.StartsWith("COPY ", StringComparison.Ordinal));

    private static string[] Sources(string copy) => copy.Split(' ')[1..^1];

    /// <summary>The lines of a Dockerfile, with those that go on put together.</summary>
    private static string[] Lines(string name) => File.ReadAllText(PathOf(name)).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');

    private static string PathOf(string name) => Path.Combine(HouseTests.Root, name);

    [GeneratedRegex("""(Include|Import Project)="\.\./\.\./(?<path>[^"]+)["]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Elsewhere();

    [GeneratedRegex("SECRETMAGIC_[A-Z][A-Z_]*", RegexOptions.None, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex("""(CMD|ENTRYPOINT) (?<words>\[.*\])$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Command();

    [GeneratedRegex("^(?<name>[a-z-]+):", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Target();

    [GeneratedRegex(@"(?<=^|[\s`])make (?<name>[a-z]+(-[a-z]+)*)(?=\s|`|$)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex MadeTarget();

    [GeneratedRegex(@"(?<![\w/.])(deploy|\.ci)/[\w./-]*\w", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Script();
}
