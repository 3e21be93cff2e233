using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>
/// The mean price elasticity of all series with the same value of a static column, to which that of each of them is drawn: of every period, from the
/// rows of the window that ends with it. It is missing where no price of the group has moved.
/// </summary>
/// <param name="Price">The column of the price.</param>
/// <param name="By">The static column whose values make the groups.</param>
/// <param name="Window">The rows of a series that count, in grid steps.</param>
/// <param name="Prior">The elasticity to which the mean itself is drawn.</param>
/// <param name="PriorRows">How many rows of the group whose prices spread by a tenth weigh as much as that.</param>
public sealed record ElasticityPool(string Price, string By, int Window, double Prior, double PriorRows)
{
    /// <summary>The column of the panel in which it stands; a row that is computed alone is given it there.</summary>
    public string Name => $"{Price}_elasticity_{Window}_by_{By}";

    /// <summary>Those that the entries of a set ask for; whatever has a wrong shape asks for none.</summary>
    public static ImmutableArray<ElasticityPool> Of(FeatureSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return [.. set.Entries.Where(entry => entry.Type == SecretMagic.Features.Price.Type.Name).SelectMany(Of).Distinct()];
    }

    private static IEnumerable<ElasticityPool> Of(FeatureEntry entry)
    {
        if (Value("prior_by") is not ParameterValue.Text { Value: var by } || Value("price") is not ParameterValue.Text { Value: var price }
            || Value("elasticity") is not ParameterValue.Items windows) yield break;
        foreach (var window in windows.Values.OfType<ParameterValue.Number>())
            yield return new(price, by, (int)window.Value, Number("prior", Elasticities.Prior), Number("prior_rows", Elasticities.PriorRows));

        ParameterValue? Value(string key) => entry.Parameters.GetValueOrDefault(key);

        double Number(string key, double preset) => Value(key) is ParameterValue.Number { Value: var number } ? number : preset;
    }
}
