using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecretMagic.Cluster;
using SecretMagic.Integration.Journal;

namespace SecretMagic.ClusterFaults;

/// <summary>Nodes that show each other certificates.</summary>
public sealed class CertificateTests : IDisposable
{
    private const string Password = "opens";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("secretmagic-tls-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Scale.Longest)]
    public async Task Nodes_with_a_certificate_that_they_trust_join_and_another_one_stays_outside()
    {
        using var trusted = Authority();
        using var unknown = Authority();
        var (roots, ours, stranger) = (FileOf("roots.pem"), FileOf("node.p12"), FileOf("stranger.p12"));
        await File.WriteAllTextAsync(roots, trusted.ExportCertificatePem(), Token);
        await Issue(trusted, ours);
        await Issue(unknown, stranger);
        var seed = $"127.0.0.1:{PostgresServer.FreePort()}";
        var first = Lighthouse("first", seed);
        var second = Lighthouse("second", $"127.0.0.1:{PostgresServer.FreePort()}");
        using var one = first.Process;
        using var two = second.Process;
        await first.Up(Token);
        await second.Up(Token);
        await Outside(new NodeCertificate(stranger, Password));
        await Outside(certificate: null);
        one.HasExited.ShouldBeFalse(one.Errors);
        two.HasExited.ShouldBeFalse(two.Errors);

        Node Lighthouse(string name, string address) => new(name, address, () => new Faults.Program(
            ClusterSite.Program, ["lighthouse"], _folder.FullName, new Dictionary<string, string>
            {
                ["SECRETMAGIC_CLUSTER_LISTEN"] = address,
                ["SECRETMAGIC_CLUSTER_SEEDS"] = seed,
                ["SECRETMAGIC_CLUSTER_CERTIFICATE"] = ours,
                ["SECRETMAGIC_CLUSTER_CERTIFICATE_PASSWORD"] = Password,
                ["SSL_CERT_FILE"] = roots,
            }));

        Task Outside(NodeCertificate? certificate) => Should.ThrowAsync<TimeoutException>(() => ClusterNode.Join(
            new ClusterOptions
            {
                Host = "127.0.0.1", Port = 0, Seeds = [seed], Role = NodeRole.Api, IsSilent = true,
                Certificate = certificate, Patience = TimeSpan.FromSeconds(8),
            },
            Token));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
    }

    private static async Task Issue(X509Certificate2 authority, string file)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256) { CertificateExtensions = { names.Build() } };
        var now = TimeProvider.System.GetUtcNow();
        using var issued = request.Create(authority, now.AddHours(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        using var whole = issued.CopyWithPrivateKey(key);
        await File.WriteAllBytesAsync(file, whole.Export(X509ContentType.Pkcs12, Password), Token);
    }

    private string FileOf(string name) => Path.Combine(_folder.FullName, name);
}
