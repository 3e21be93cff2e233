namespace SecretMagic.Cluster.Tests;

/// <summary>A process as a member.</summary>
public sealed class ClusterNodeTests
{
    [Fact]
    public async Task A_node_is_up_from_its_joining_until_it_leaves()
    {
        var node = await ClusterNode.Join(
            new ClusterOptions { Host = "127.0.0.1", Port = 0, Seeds = [], Role = NodeRole.Lighthouse }, TestContext.Current.CancellationToken);
        node.IsUp.ShouldBeTrue();
        await node.DisposeAsync();
        node.IsUp.ShouldBeFalse();
    }
}
