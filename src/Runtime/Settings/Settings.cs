using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using SecretMagic.Pipeline;

namespace SecretMagic.Runtime;

/// <summary>
/// What holds for this process. Sources, of which a later one wins: defaults, a YAML file, the environment, the command line. A wrong value is an error
/// also when a later source overrides it.
/// </summary>
public sealed record Settings
{
    /// <summary>The file that is read from the working folder when none is named.</summary>
    public const string FileName = "secretmagic.yaml";

    private const string FileVariable = "SECRETMAGIC_SETTINGS";
    private const string PasswordName = "database_password", CertificatePasswordName = "cluster_certificate_password";

    /// <summary>Where they were read.</summary>
    private Surroundings Around { get; init; } = new("", new Dictionary<string, string>());

    /// <summary>The metadata database.</summary>
    public required DatabasePlace Database { get; init; }

    /// <summary>The password of the metadata database.</summary>
    public required Secret DatabasePassword { get; init; }

    /// <summary>The folder of results, whole.</summary>
    public required string LakeRoot { get; init; }

    /// <summary>The least that is logged.</summary>
    public required LogLevel LogLevel { get; init; }

    /// <summary>How long lines of the log are kept.</summary>
    public required TimeSpan LogRetention { get; init; }

    /// <summary>How long a batch stays with a worker that is not heard of.</summary>
    public required TimeSpan WorkLease { get; init; }

    /// <summary>How many batches of one client are worked on at a time.</summary>
    public required int WorkLimitPerClient { get; init; }

    /// <summary>How many batches of one client may wait.</summary>
    public required int WorkQueueLimit { get; init; }

    /// <summary>Where the API listens, addresses joined by ';'.</summary>
    public required string ApiUrls { get; init; }

    /// <summary>The largest body of a request to the API, in bytes.</summary>
    public required long ApiMaxBody { get; init; }

    /// <summary>Requests a second of one key.</summary>
    public required int ApiRateLimit { get; init; }

    /// <summary>Where traces and metrics are sent; null for nowhere.</summary>
    public required Uri? OtlpEndpoint { get; init; }

    /// <summary>HOST:PORT at which the other processes of a cluster reach this one; null when there is no cluster.</summary>
    public required string? ClusterListen { get; init; }

    /// <summary>The port of 127.0.0.1 at which pbm asks this process; null for none.</summary>
    public required int? ClusterPbm { get; init; }

    /// <summary>HOST:PORT of the lighthouses of the cluster; none when this process is its first.</summary>
    public required ImmutableArray<string> ClusterSeeds { get; init; }

    /// <summary>The PKCS #12 file of this process in the cluster; null where nothing is encrypted.</summary>
    public required string? ClusterCertificate { get; init; }

    /// <summary>Opens the certificate.</summary>
    public required Secret ClusterCertificatePassword { get; init; }

    /// <summary>Every setting with its value and source, in the order of <see cref="SettingKey.All"/>.</summary>
    public required ImmutableArray<SettingValue> Values { get; init; }

    /// <summary>Surroundings in which the same settings are read again, whatever the command line said.</summary>
    public Surroundings Again
    {
        get
        {
            var environment = new Dictionary<string, string>(Around.Environment, StringComparer.Ordinal);
            foreach (var value in Values) environment[value.Key.Variable] = value.Text;
            return Around with { Environment = environment };
        }
    }

    /// <summary>Every secret by its name.</summary>
    public ImmutableArray<(string Name, Secret Secret)> Secrets =>
        [(PasswordName, DatabasePassword), (CertificatePasswordName, ClusterCertificatePassword)];

    /// <summary>Reads all sources.</summary>
    /// <param name="around">Working folder and environment.</param>
    /// <param name="file">The file that was asked for; without it SECRETMAGIC_SETTINGS, else <see cref="FileName"/> where there is one.</param>
    /// <param name="database">The database that the command line names; null when it names none.</param>
    /// <exception cref="InputException">Keys that are not known, values that cannot be: each with its place, all at once.</exception>
    public static Settings Read(Surroundings around, string? file, string? database)
    {
        ArgumentNullException.ThrowIfNull(around);
        var findings = new List<string>();
        var values = SettingKey.All.ToDictionary(key => key, key => new SettingValue(key, key.Preset, "default"));
        foreach (var value in OfFile(around, file, findings)) values[value.Key] = value;
        foreach (var value in OfEnvironment(around, findings)) values[value.Key] = value;
        if (database is not null && (SettingKey.Database.Refusal(database) ?? (database.Length == 0 ? "must not be empty." : null)) is { } refusal)
            findings.Add(new InputException(refusal, column: "--store").Message);
        else if (database is not null) values[SettingKey.Database] = new SettingValue(SettingKey.Database, database, "--store");
        var password = SecretFolder.Read(PasswordName, around, findings);
        var certificatePassword = SecretFolder.Read(CertificatePasswordName, around, findings);
        if (findings.Count > 0) throw new InputException(string.Join('\n', findings));
        return new Settings
        {
            Database = DatabasePlace.Of(values[SettingKey.Database].Text, around.Folder),
            DatabasePassword = password,
            LakeRoot = Path.GetFullPath(values[SettingKey.LakeRoot].Text, around.Folder),
            LogLevel = LogLevels.Of(values[SettingKey.LogLevel].Text),
            LogRetention = TimeSpan.FromDays(Count(SettingKey.LogRetentionDays)),
            WorkLease = TimeSpan.FromSeconds(Count(SettingKey.WorkLeaseSeconds)),
            WorkLimitPerClient = Count(SettingKey.WorkLimitPerClient),
            WorkQueueLimit = Count(SettingKey.WorkQueueLimit),
            ApiUrls = values[SettingKey.ApiUrls].Text,
            ApiMaxBody = Count(SettingKey.ApiMaxBodyMb) * (1L << 20),
            ApiRateLimit = Count(SettingKey.ApiRateLimit),
            OtlpEndpoint = values[SettingKey.OtlpEndpoint].Text is var collector and not "off" ? new Uri(collector) : null,
            ClusterListen = values[SettingKey.ClusterListen].Text is var listen and not "off" ? listen : null,
            ClusterSeeds = values[SettingKey.ClusterSeeds].Text is var seeds and not "none" ? [.. seeds.Split(',')] : [],
            ClusterCertificate = values[SettingKey.ClusterCertificate].Text is var pfx and not "off" ? Path.GetFullPath(pfx, around.Folder) : null,
            ClusterCertificatePassword = certificatePassword,
            ClusterPbm = values[SettingKey.ClusterPbm].Text is not "off" ? Count(SettingKey.ClusterPbm) : null,
            Around = around,
            Values = [.. SettingKey.All.Select(key => values[key])],
        };

        int Count(SettingKey key) => int.Parse(values[key].Text, CultureInfo.InvariantCulture);
    }

    private static IReadOnlyList<SettingValue> OfFile(Surroundings around, string? asked, List<string> findings)
    {
        var name = asked ?? around.Variable(FileVariable);
        var path = Path.GetFullPath(name ?? FileName, around.Folder);
        return name is not null || File.Exists(path) ? new SettingsYaml(name ?? FileName, findings).Read(path) : [];
    }

    private static IEnumerable<SettingValue> OfEnvironment(Surroundings around, List<string> findings)
    {
        string[] others =
            [FileVariable, SecretFolder.FolderVariable, SecretFolder.VariableOf(PasswordName), SecretFolder.VariableOf(CertificatePasswordName)];
        foreach (var name in around.Environment.Keys.Where(name => name.StartsWith("SECRETMAGIC_", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (others.Contains(name)) continue;
            if (SettingKey.All.FirstOrDefault(known => known.Variable == name) is not { } key)
                Find(name, $"is not a setting; there are {string.Join(", ", SettingKey.All.Select(known => known.Variable).Concat(others))}.");
            else if (around.Variable(name) is not { } text) continue;
            else if (key.Refusal(text) is { } refusal) Find(name, refusal);
            else yield return new SettingValue(key, text, $"environment {name}");
        }

        void Find(string name, string problem) => findings.Add(new InputException(problem, "environment", column: name).Message);
    }
}
