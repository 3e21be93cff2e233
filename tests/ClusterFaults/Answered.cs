namespace SecretMagic.ClusterFaults;

/// <summary>A command that was answered with success.</summary>
/// <param name="Command">Its id.</param>
/// <param name="Client">The number of its client.</param>
/// <param name="Version">The version of the client behind it.</param>
/// <param name="Due">When it was due, since the load began.</param>
/// <param name="Waited">From then to the answer.</param>
internal sealed record Answered(string Command, int Client, long Version, TimeSpan Due, TimeSpan Waited)
{
    internal TimeSpan At => Due + Waited;
}
