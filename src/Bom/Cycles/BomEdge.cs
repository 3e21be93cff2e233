namespace SecretMagic.Bom;

/// <summary>
/// An edge of any graph whose cycles are looked for: a line of a recipe, or a transfer (<c>I@siteA</c> is fetched from <c>I@siteB</c>).
/// </summary>
/// <param name="From">What needs.</param>
/// <param name="To">What is needed.</param>
/// <param name="Origin">The line in the source.</param>
/// <param name="ValidFrom">The first day on which the edge holds; null for always.</param>
/// <param name="ValidTo">The first day on which it holds no more; null for never.</param>
public readonly record struct BomEdge(string From, string To, int Origin = 0, DateOnly? ValidFrom = null, DateOnly? ValidTo = null);
