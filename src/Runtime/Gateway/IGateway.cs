using SecretMagic.Domain;

namespace SecretMagic.Runtime;

/// <summary>
/// The way to every entity, wherever it lives: all that hosts see of them. Commands to one entity are decided one at a time, in the order in which one caller
/// sends them. Safe to use from many threads.
/// </summary>
public interface IGateway
{
    /// <summary>Letters find their way: of a cluster this process is a member that is up. Without a cluster there is nothing between.</summary>
    bool IsUp => true;

    /// <summary>Tells an entity something.</summary>
    /// <param name="command">What; sent again under the same id it is not done again.</param>
    /// <param name="token">Stops waiting. The outcome is unknown then, as it is after any exception: send the command again.</param>
    /// <returns>What became of it; <see cref="Reply.Busy"/> at once when too much waits for this entity.</returns>
    /// <exception cref="TimeoutException">The store did not answer for longer than the gateway is patient.</exception>
    Task<Reply> Send(Command command, CancellationToken token);

    /// <summary>Asks an entity something.</summary>
    /// <param name="query">What.</param>
    /// <param name="token">Stops waiting.</param>
    /// <exception cref="BusyException">Too much waits for this entity.</exception>
    /// <exception cref="TimeoutException">The store did not answer for longer than the gateway is patient.</exception>
    Task<TAnswer> Ask<TAnswer>(Query<TAnswer> query, CancellationToken token);
}
