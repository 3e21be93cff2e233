namespace SecretMagic.Domain.Batches;

/// <summary>A column of a result, as its readers need to know it.</summary>
/// <param name="Name">The column.</param>
/// <param name="Kind">When it is known: <c>past</c>, <c>known</c> or <c>static</c>.</param>
/// <param name="Type">The feature type it comes from.</param>
/// <param name="NanMeaning">What a missing value means.</param>
public sealed record ProducedFeature(string Name, string Kind, string Type, string NanMeaning)
{
    internal string? Refusal() =>
        FreeText.Refusal("The name of a feature", Name, 200) ?? FreeText.Refusal($"The type of feature {FreeText.Shown(Name)}", Type, 63)
        ?? FreeText.Refusal($"What missing means for feature {FreeText.Shown(Name)}", NanMeaning, 1000)
        ?? (Kind is "past" or "known" or "static" ? null : $"Feature {FreeText.Shown(Name)} has the kind {FreeText.Shown(Kind)}: give past, known or static.");
}
