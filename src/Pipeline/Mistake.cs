using SecretMagic.Bom;

namespace SecretMagic.Pipeline;

/// <summary>Tells failures that lie in what was given from failures of the world.</summary>
public static class Mistake
{
    /// <summary>True when the same input fails in the same way again, whoever tries.</summary>
    public static bool IsOne(Exception failure) => failure is InputException or ConflictException or BomCyclicDependencyException;
}
