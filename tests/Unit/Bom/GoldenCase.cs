using System.Globalization;
using System.Text.Json;
using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

/// <summary>One case of golden/bom/cases.json: known answers of other systems.</summary>
public sealed class GoldenCase(JsonElement json)
{
    private static readonly Lazy<IReadOnlyList<GoldenCase>> Cases = new(Read);

    public string Id => json.GetProperty("id").GetString()!;

    public string Kind => json.GetProperty("kind").GetString()!;

    public JsonElement this[string name] => json.GetProperty(name);

    public static IReadOnlyList<GoldenCase> OfKind(string kind) => [.. Cases.Value.Where(golden => golden.Kind == kind)];

    public static GoldenCase Of(string id) => Cases.Value.Single(golden => golden.Id == id);

    public bool Has(string name) => json.TryGetProperty(name, out _);

    /// <summary>
    /// The lines, with what stands beside them for a whole case: where parents are produced ("shop" is wherever they are needed).
    /// </summary>
    public BomLine[] Lines() => [.. json.GetProperty("lines").EnumerateArray().Select(Line)];

    public BomItem[] Items()
    {
        var items = new List<BomItem>();
        if (json.TryGetProperty("phantom", out var phantoms))
            items.AddRange(phantoms.EnumerateArray().Select(code => new BomItem(code.GetString()!) { Phantom = true }));
        if (json.TryGetProperty("produced_at", out var sites))
            items.AddRange(sites.EnumerateObject().Where(site => site.Value.GetString() != "shop")
                .Select(site => new BomItem(site.Name) { ProducedAt = site.Value.GetString() }));
        return [.. items];
    }

    public static double Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDouble();

    /// <summary>What a text such as "100/0.6561 = 152.416" ends in, rounded as it is written.</summary>
    public static double Result(JsonElement text) => double.Parse(text.GetString()!.Split('=')[^1], CultureInfo.InvariantCulture);

    public static IEnumerable<(string Item, double Quantity)> Quantities(JsonElement values) =>
        values.EnumerateObject().Select(value => (value.Name, Number(value.Value)));

    private static BomLine Line(JsonElement line, int at)
    {
        double Value(string name, double otherwise) =>
            line.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? Number(value) : otherwise;
        DateOnly? Day(string name) =>
            line.TryGetProperty(name, out var day) ? DateOnly.Parse(day.GetString()!, CultureInfo.InvariantCulture) : null;
        return new BomLine(line.GetProperty("parent").GetString()!, line.GetProperty("component").GetString()!, Value("qty", 0))
        {
            Per = Value("per", 1),
            Fixed = Value("qty_fixed", 0),
            ValidFrom = Day("effective_from"),
            ValidTo = Day("effective_to"),
            Unit = line.TryGetProperty("uom", out var unit) ? unit.GetString() : null,
            Stop = line.TryGetProperty("do_not_explode", out var stop) && stop.GetBoolean(),
            Origin = at + 1,
        };
    }

    private static List<GoldenCase> Read()
    {
        using var stream = typeof(GoldenCase).Assembly.GetManifestResourceStream("golden/bom/cases.json")!;
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(golden => new GoldenCase(golden.Clone()))];
    }
}
