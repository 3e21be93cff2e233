using System.Diagnostics;

namespace SecretMagic.Runtime;

/// <summary>A command or a query on its way to an entity.</summary>
/// <param name="came">When it came, in ticks of the clock.</param>
internal abstract class Letter(long came)
{
    internal long Came => came;

    /// <summary>The span of the sender; it is worked off on another thread.</summary>
    internal ActivityContext Sender { get; } = Activity.Current?.Context ?? default;

    /// <summary>The letter behind it in its mailbox.</summary>
    internal Letter? Next { get; set; }

    /// <summary>Tells the sender that there will be no answer.</summary>
    internal abstract void Fail(Exception failure);
}
