using SecretMagic.Domain;
using SecretMagic.Runtime;

namespace SecretMagic.Cluster;

/// <summary>Why there is no answer: an exception on its way to another process.</summary>
/// <param name="Kind">What kind of exception the sender gets.</param>
/// <param name="Message">Its words.</param>
internal sealed record Fault(FaultKind Kind, string Message)
{
    internal static Fault Of(Exception failure) => failure switch
    {
        BusyException => new Fault(FaultKind.Busy, failure.Message),
        TimeoutException => new Fault(FaultKind.Timeout, failure.Message),
        _ => new Fault(FaultKind.Other, failure.Message),
    };

    internal Exception ExceptionOf(EntityId entity) => Kind switch
    {
        FaultKind.Busy => new BusyException(entity),
        FaultKind.Timeout => new TimeoutException(Message),
        _ => new InvalidOperationException(Message),
    };
}
