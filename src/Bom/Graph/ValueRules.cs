namespace SecretMagic.Bom;

/// <summary>What the values of one line or one item must satisfy by themselves.</summary>
internal static class ValueRules
{
    internal static void Check(in BomLine line, List<BomFinding> findings)
    {
        if (IsSound(line)) return;
        var text = $"Line {line.Origin} ({line.Parent} of {line.Component})";
        var origin = line.Origin;
        if (string.IsNullOrEmpty(line.Parent)) Error("code", "the parent has no code");
        if (string.IsNullOrEmpty(line.Component)) Error("code", "the component has no code");
        if (!IsQuantity(line.Quantity)) Error("quantity", $"quantity {line.Quantity} is not a finite number of 0 or more");
        if (!IsQuantity(line.Pieces)) Error("pieces", $"pieces {line.Pieces} is not a finite number of 0 or more");
        if (!IsQuantity(line.Fixed)) Error("fixed", $"fixed quantity {line.Fixed} is not a finite number of 0 or more");
        if (!(line.Per > 0) || !double.IsFinite(line.Per)) Error("per", $"per {line.Per} is not a positive number");
        if (!IsScrap(line.Scrap)) Error("scrap", ScrapText(line.Scrap));
        if (!IsYield(line.Yield)) Error("yield", YieldText(line.Yield));
        if (line.ValidFrom >= line.ValidTo)
            Error("period", $"it begins on {line.ValidFrom:yyyy-MM-dd} and ends before {line.ValidTo:yyyy-MM-dd}");
        if (line.Scrap != 0 && line.Yield != 1)
            findings.Add(new BomFinding(origin, "scrap-and-yield", false,
                $"{text}: scrap and yield are both set, so the loss counts twice"));

        void Error(string code, string what) => findings.Add(new BomFinding(origin, code, true, $"{text}: {what}"));
    }

    internal static void Check(BomItem item, List<BomFinding> findings)
    {
        if (string.IsNullOrEmpty(item.Code)) Error("code", "it has no code");
        if (!IsScrap(item.Scrap)) Error("scrap", ScrapText(item.Scrap));
        if (!IsYield(item.Yield)) Error("yield", YieldText(item.Yield));
        if (item.Phantom && item.ProducedAt is not null)
            findings.Add(new BomFinding(item.Origin, "phantom", false,
                $"Item {item.Code}: a phantom is not produced, so produced_at has no effect"));

        void Error(string code, string what) =>
            findings.Add(new BomFinding(item.Origin, code, true, $"Item {item.Code} (line {item.Origin}): {what}"));
    }

    private static bool IsSound(in BomLine line) =>
        !string.IsNullOrEmpty(line.Parent) && !string.IsNullOrEmpty(line.Component) && IsQuantity(line.Quantity) && IsQuantity(line.Pieces)
        && IsQuantity(line.Fixed) && IsQuantity(line.Per) && line.Per > 0 && IsScrap(line.Scrap) && IsYield(line.Yield)
        && !(line.ValidFrom >= line.ValidTo) && (line.Scrap == 0 || line.Yield == 1);

    private static bool IsQuantity(double value) => value >= 0 && double.IsFinite(value);

    private static bool IsScrap(double value) => value is > -1 and <= 1;

    private static bool IsYield(double value) => value is > 0 and <= 1;

    private static string ScrapText(double scrap) => $"scrap {scrap} is not in (-1, 1]; scrap is a fraction: 0.1 for 10 %";

    private static string YieldText(double yield) => $"yield {yield} is not in (0, 1]; yield is a fraction: 0.9 for 90 %";
}
