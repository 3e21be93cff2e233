namespace SecretMagic.Runtime;

/// <summary>What lies in a mailbox.</summary>
internal interface ILetter
{
    /// <summary>When it came, in ticks of the clock.</summary>
    long Came { get; }

    /// <summary>Tells the sender that there will be no answer.</summary>
    void Fail(Exception failure);
}
