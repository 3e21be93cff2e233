namespace SecretMagic.Cluster;

/// <summary>A command or a question on its way to the node where its entity lives.</summary>
/// <param name="Id">Its own; one that is sent again keeps it.</param>
/// <param name="To">The entity.</param>
/// <param name="Content">The command or the question.</param>
/// <param name="Trace">The span of the sender, as W3C writes it; empty when there is none.</param>
internal sealed record Letter(Guid Id, string To, Packet Content, string Trace);
