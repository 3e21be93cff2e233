using System.Text.Json;
using SecretMagic.Cli;
using SecretMagic.Runtime;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Integration.Cli;

/// <summary>The program in a folder of its own, as a user runs it: files in, exit code, text and files out.</summary>
internal sealed class SecretMagicRun : IDisposable
{
    public SecretMagicRun() => System.IO.Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "secretmagic-" + Guid.NewGuid().ToString("N"));

    public string Output { get; private set; } = "";

    public string Errors { get; private set; } = "";

    /// <summary>The environment that the program finds; settings of the machine that runs the tests are not in it.</summary>
    public Dictionary<string, string> Environment { get; } = new() { ["USER"] = "anna" };

    public static string Checkout { get; } = FindCheckout();

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Write(string name, string content)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(PathOf(name), content);
        return PathOf(name);
    }

    /// <summary>A feature set of its own, with a line an entry.</summary>
    public string Features(params string[] entries) => Write(
        "features.yaml", $"feature_set: test_v1\nfrequency: 1d\ndefaults: {{ dtype: float64 }}\nfeatures:\n{string.Concat(entries.Select(entry => $"  - {entry}\n"))}");

    public async Task<int> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await SecretMagicProgram.Run(arguments, output, errors, new Surroundings(Folder, Environment));
        (Output, Errors) = (output.ToString(), errors.ToString());
        return code;
    }

    /// <summary>Runs a command, its words apart by spaces, that does what it is asked.</summary>
    public async Task Done(string command) => (await Run(command.Split(' '))).ShouldBe(0, $"{command}: {Errors}{Output}");

    /// <summary>The JSON that such a command answers.</summary>
    public async Task<JsonElement> Asked(string command)
    {
        await Done(command);
        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }

    /// <summary>Runs a command that a rule forbids.</summary>
    public async Task Refused(string command, string because)
    {
        (await Run(command.Split(' '))).ShouldBe(3, $"{command}: {Errors}");
        Errors.ShouldContain(because);
        Output.ShouldBeEmpty();
    }

    /// <summary>The rows of a query, values as text, with {out} standing for the folder.</summary>
    public List<string[]> Query(string sql)
    {
        using var database = DuckDatabase.Open(new DuckOptions());
        using var connection = database.Connect();
        using var reader = connection.Query($"SELECT COLUMNS(*)::VARCHAR FROM ({sql.Replace("{out}", Folder)})", CancellationToken.None);
        var rows = new List<string[]>();
        while (reader.Next(CancellationToken.None))
            for (var row = 0; row < reader.Rows; row++)
                rows.Add([.. Enumerable.Range(0, reader.Names.Length).Select(column => reader.IsNull(column, row) ? "null" : reader.Text(column, row))]);
        return rows;
    }

    /// <summary>Every file below a folder with its content's hash.</summary>
    public Dictionary<string, string> Fingerprints(string name) =>
        System.IO.Directory.EnumerateFiles(PathOf(name), "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(PathOf(name), file),
            file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));

    public void Dispose()
    {
        if (System.IO.Directory.Exists(Folder)) System.IO.Directory.Delete(Folder, recursive: true);
    }

    private static string FindCheckout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "SecretMagic.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("The tests run outside a checkout: SecretMagic.sln is in no folder above them.");
    }
}
