using System.Collections.Immutable;

namespace SecretMagic.Pipeline;

/// <summary>Recipes that cannot be used: everything that is wrong with them, and every cycle.</summary>
/// <param name="message">What is wrong, for people.</param>
/// <param name="findings">The errors.</param>
/// <param name="cycles">The cycles, <c>A -> B -> A</c>.</param>
public sealed class RecipesRefusedException(string message, ImmutableArray<RecipeFinding> findings, ImmutableArray<string> cycles) : Exception(message)
{
    /// <summary>The errors.</summary>
    public ImmutableArray<RecipeFinding> Findings => findings;

    /// <summary>The cycles.</summary>
    public ImmutableArray<string> Cycles => cycles;

    /// <summary>What a report says is wrong; null when it says that nothing is.</summary>
    internal static RecipesRefusedException? Of(BomReport report)
    {
        ImmutableArray<RecipeFinding> errors = [.. report.Findings.Where(finding => finding.IsError)];
        ImmutableArray<string> cycles = [.. report.Cycles.SelectMany(cyclic => cyclic.Paths)];
        return errors.IsEmpty && cycles.IsEmpty ? null : new RecipesRefusedException(
            errors.IsEmpty
                ? $"The recipes need themselves, such as {cycles[0]}."
                : $"{errors.Length:N0} lines cannot be used; the first: {errors[0].Message}", errors, cycles);
    }
}
