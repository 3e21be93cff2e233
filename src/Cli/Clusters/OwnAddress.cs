using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;

namespace SecretMagic.Cli;

/// <summary>The address of this machine in the network of a cluster, for processes of which there are many alike: none of them has a name of its own.</summary>
internal static class OwnAddress
{
    /// <summary>What stands for it in cluster.listen.</summary>
    internal const string Any = "*";

    /// <summary>The address from which this machine reaches the first of the seeds that has an address now. Nothing is sent.</summary>
    /// <param name="seeds">HOST:PORT each.</param>
    /// <param name="token">Stops asking.</param>
    /// <exception cref="InputException">There are no seeds.</exception>
    /// <exception cref="IOException">None of them has an address.</exception>
    internal static async Task<string> Toward(IReadOnlyList<string> seeds, CancellationToken token)
    {
        if (seeds.Count == 0) throw new InputException("is needed where cluster.listen is *:PORT.", column: SettingKey.ClusterSeeds.Name);
        SocketException? unknown = null;
        foreach (var seed in seeds)
        {
            var colon = seed.LastIndexOf(':');
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                await socket.ConnectAsync(seed[..colon], int.Parse(seed.AsSpan(colon + 1), CultureInfo.InvariantCulture), token);
                return $"{((IPEndPoint)socket.LocalEndPoint!).Address}";
            }
            catch (SocketException away)
            {
                unknown = away;
            }
        }

        throw new IOException($"no seed of the cluster has an address at the moment ({string.Join(", ", seeds)}): {unknown!.Message}", unknown);
    }
}
