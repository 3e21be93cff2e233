namespace SecretMagic.Bom;

/// <summary>What the values of one line or one item must satisfy by themselves.</summary>
internal static class ValueRules
{
    private const int MostDays = 3660;

    internal static void Check(in BomLine line, List<BomFinding> findings)
    {
        if (IsSound(line)) return;
        var text = $"Line {line.Origin} ({line.Parent} of {line.Component})";
        var (origin, parent) = (line.Origin, line.Parent ?? "");
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
        if (line.NetWeight > line.Quantity || line.NetWeight < 0 || line.OutputWeight < 0)
            findings.Add(new BomFinding(
                origin, "weights", false, $"{text}: net weight {line.NetWeight} of gross {line.Quantity}, output {line.OutputWeight}: net is at most gross"));
        if (line.Scrap != 0 && line.Yield != 1)
            findings.Add(new BomFinding(origin, "scrap-and-yield", false,
                $"{text}: scrap and yield are both set, so the loss counts twice"));

        void Error(string code, string what) => findings.Add(
            new BomFinding(origin, code, true, $"{text}: {what}") { Item = parent, IsOfRecipe = true });
    }

    internal static void Check(BomItem item, List<BomFinding> findings)
    {
        if (string.IsNullOrEmpty(item.Code)) Add("code", true, "it has no code");
        if (!IsScrap(item.Scrap)) Add("scrap", true, ScrapText(item.Scrap));
        if (!IsYield(item.Yield)) Add("yield", true, YieldText(item.Yield));
        if (item.Phantom && item.ProducedAt is not null) Add("phantom", false, "a phantom is not produced, so produced_at has no effect");
        if (item.Phantom && item.LeadDays != 0) Add("phantom", false, "a phantom takes no time, so its lead days have no effect");
        if (!IsDays(item.LeadDays)) Add("lead-days", true, $"{item.LeadDays} lead days are not in [0, {MostDays}]");
        if (!IsDays(item.TransferDays)) Add("transfer-days", true, $"{item.TransferDays} transfer days are not in [0, {MostDays}]");
        if (!IsQuantity(item.LotMin) || !IsQuantity(item.LotMultiple) || !IsQuantity(item.LotMax) || !IsQuantity(item.SafetyStock))
            Add("lot", true, "lot sizes and safety stock are finite numbers of 0 or more");
        if (item.LotMax > 0 && (item.LotMax < item.LotMin || item.LotMax < item.LotMultiple))
            Add("lot", true, $"the largest lot {item.LotMax} is below the smallest {item.LotMin} or the multiple {item.LotMultiple}");
        if (item.LotDays < 1 || !IsDays(item.LotDays)) Add("lot", true, $"an order is for 1 to {MostDays} days, not {item.LotDays}");

        void Add(string code, bool isError, string what) =>
            findings.Add(new BomFinding(item.Origin, code, isError, $"Item {item.Code} (line {item.Origin}): {what}")
            {
                Source = BomSource.Items,
                Item = item.Code ?? "",
            });
    }

    internal static void Check(BomRoute route, List<BomFinding> findings)
    {
        if (string.IsNullOrEmpty(route.Item)) Add("code", "it has no item");
        if (!IsDays(route.Days)) Add("transfer-days", $"{route.Days} days are not in [0, {MostDays}]");

        void Add(string code, string what) => findings.Add(new BomFinding(
            route.Origin, code, true, $"Route of {route.Item} from {route.From} to {route.Site} (line {route.Origin}): {what}")
        { Source = BomSource.Routes, Item = route.Item });
    }

    private static bool IsDays(int days) => days is >= 0 and <= MostDays;

    private static bool IsSound(in BomLine line) =>
        !string.IsNullOrEmpty(line.Parent) && !string.IsNullOrEmpty(line.Component) && IsQuantity(line.Quantity) && IsQuantity(line.Pieces)
        && IsQuantity(line.Fixed) && IsQuantity(line.Per) && line.Per > 0 && IsScrap(line.Scrap) && IsYield(line.Yield)
        && !(line.ValidFrom >= line.ValidTo) && (line.Scrap == 0 || line.Yield == 1)
        && !(line.NetWeight > line.Quantity || line.NetWeight < 0 || line.OutputWeight < 0);

    private static bool IsQuantity(double value) => value >= 0 && double.IsFinite(value);

    private static bool IsScrap(double value) => value is > -1 and <= 1;

    private static bool IsYield(double value) => value is > 0 and <= 1;

    private static string ScrapText(double scrap) => $"scrap {scrap} is not in (-1, 1]; scrap is a fraction: 0.1 for 10 %";

    private static string YieldText(double yield) => $"yield {yield} is not in (0, 1]; yield is a fraction: 0.9 for 90 %";
}
