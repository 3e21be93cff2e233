using System.Collections.Immutable;
using System.Globalization;

namespace SecretMagic.Runtime;

/// <summary>A setting there is. All of them stand in <see cref="All"/>, which the documentation and the reader are held to.</summary>
/// <param name="Name">Its name in the file, folders of keys joined by dots: <c>log.level</c>.</param>
/// <param name="Preset">What holds when nothing is said.</param>
/// <param name="Meaning">What it is, with its unit and what is allowed.</param>
/// <param name="Refusal">What is wrong with a value; null when it is allowed.</param>
public sealed record SettingKey(string Name, string Preset, string Meaning, Func<string, string?> Refusal)
{
    /// <summary>The metadata database.</summary>
    public static SettingKey Database { get; } = new(
        "database", "var/secretmagic.db", "the metadata database: a SQLite file, or a connection to PostgreSQL without its password", DatabasePlace.Refusal);

    /// <summary>The folder of results.</summary>
    public static SettingKey LakeRoot { get; } = new(
        "lake.root", "var/lake", "the folder of results, a folder a client below it",
        text => text.IndexOfAny(Path.GetInvalidPathChars()) >= 0 ? "must be a folder." : null);

    /// <summary>How much is logged.</summary>
    public static SettingKey LogLevel { get; } = new(
        "log.level", "info", "the least that is logged: debug, info, warn, error or off",
        text => LogLevels.Known.Contains(text) ? null : $"must be one of {string.Join(", ", LogLevels.Known)}, not {Shown(text)}.");

    /// <summary>How long lines of the log are kept.</summary>
    public static SettingKey LogRetentionDays { get; } = Count("log.retention_days", 30, 3_650, "days that lines of the table logs are kept");

    /// <summary>How long a batch stays with a worker that is not heard of.</summary>
    public static SettingKey WorkLeaseSeconds { get; } =
        Count("work.lease_seconds", 15, 3_600, "seconds that a batch stays with a worker that is not heard of");

    /// <summary>How many batches of one client are worked on at a time.</summary>
    public static SettingKey WorkLimitPerClient { get; } =
        Count("work.limit_per_client", 2, 1_000, "batches of one client that all workers together run at a time; of explosions always one");

    /// <summary>How many batches of one client may wait.</summary>
    public static SettingKey WorkQueueLimit { get; } = Count("work.queue_limit", 1_000, 1_000_000, "batches of one client that may wait");

    /// <summary>Where the API listens.</summary>
    public static SettingKey ApiUrls { get; } = new(
        "api.urls", "http://127.0.0.1:8080", "where the API listens: addresses such as http://0.0.0.0:8080, joined by ';'", RefusalOfUrls);

    /// <summary>The largest body of a request.</summary>
    public static SettingKey ApiMaxBodyMb { get; } = Count("api.max_body_mb", 1_024, 102_400, "MiB of the largest body of a request to the API");

    /// <summary>How often a key may ask.</summary>
    public static SettingKey ApiRateLimit { get; } = Count("api.rate_limit", 1_000, 1_000_000, "requests a second of one key", "; twice as many at once");

    /// <summary>Where traces and metrics are sent.</summary>
    public static SettingKey OtlpEndpoint { get; } = new(
        "telemetry.otlp_endpoint", "off", "where traces and metrics are sent by OTLP over gRPC, such as http://127.0.0.1:4317; off sends none",
        text => text == "off" || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https"))
            ? null
            : $"must be an address such as http://127.0.0.1:4317, or off, not {Shown(text)}.");

    /// <summary>Where this process listens as a member of a cluster.</summary>
    public static SettingKey ClusterListen { get; } = new(
        "cluster.listen", "off",
        "HOST:PORT at which the other processes of a cluster reach this one; *:PORT at the address from which it reaches its seeds; off has no cluster",
        text => text == "off" ? null : RefusalOfAddresses(text, one: true));

    /// <summary>Where the cluster is found.</summary>
    public static SettingKey ClusterSeeds { get; } = new(
        "cluster.seeds", "none", "HOST:PORT of the lighthouses of the cluster, joined by ','; none makes this process the first of a new one",
        text => text == "none" ? null : RefusalOfAddresses(text, one: false));

    /// <summary>The certificate of this process in the cluster.</summary>
    public static SettingKey ClusterCertificate { get; } = new(
        "cluster.certificate", "off", "a PKCS #12 file that this process shows to others and wants to see of them; off encrypts nothing between processes",
        text => text.IndexOfAny(Path.GetInvalidPathChars()) >= 0 ? "must be a file, or off." : null);

    /// <summary>Where pbm asks this process.</summary>
    public static SettingKey ClusterPbm { get; } = new(
        "cluster.pbm", "off", "the port of 127.0.0.1 at which pbm asks this process, 1 to 65535, in a build with -p:WithPbm=true; off has none",
        text => text == "off" || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= ushort.MaxValue)
            ? null
            : $"must be a port from 1 to {ushort.MaxValue}, or off, not {Shown(text)}.");

    /// <summary>Every setting.</summary>
    public static ImmutableArray<SettingKey> All { get; } =
    [
        Database, LakeRoot, LogLevel, LogRetentionDays, WorkLeaseSeconds, WorkLimitPerClient, WorkQueueLimit, ApiUrls, ApiMaxBodyMb, ApiRateLimit, OtlpEndpoint,
        ClusterListen, ClusterSeeds, ClusterCertificate, ClusterPbm,
    ];

    /// <summary>The variable of the environment that sets it.</summary>
    public string Variable => $"SECRETMAGIC_{Name.ToUpperInvariant().Replace('.', '_')}";

    private static SettingKey Count(string name, int preset, int most, string meaning, string addition = "") => new(
        name, preset.ToString(CultureInfo.InvariantCulture), $"{meaning}, 1 to {most}{addition}",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most
            ? null
            : $"must be a whole number from 1 to {most}, not {Shown(text)}.");

    private static string? RefusalOfUrls(string text) =>
        text.Split(';').All(url => Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { Scheme: "http", PathAndQuery: "/", UserInfo: "" })
            ? null
            : $"must be addresses such as http://127.0.0.1:8080 joined by ';', not {Shown(text)}.";

    private static string? RefusalOfAddresses(string text, bool one)
    {
        var addresses = text.Split(',');
        return addresses.All(address => address.LastIndexOf(':') is > 0 and var colon && !address.Contains(' ', StringComparison.Ordinal)
                && int.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue)
            && (addresses.Length == 1 || !one)
            ? null
            : $"must be {(one ? "an address HOST:PORT" : "addresses HOST:PORT joined by ','")} such as node1:4053, not {Shown(text)}.";
    }

    private static string Shown(string text) => text.Length <= 40 ? $"'{text}'" : $"'{text[..40]}...'";
}
