using System.Globalization;
using SecretMagic.Bench;

// Times the engines in memory and prints a line of JSON. usage: SecretMagic.Bench [SERIES] [f1c|whole|pack|online|bom|FILE.yaml]
// Or the gateway: SecretMagic.Bench gateway memory|postgres|sqlite [CONNECTION|FILE]
// Or the journal, or rows as they come: SecretMagic.Bench journal|shards postgres|sqlite CONNECTION|FILE
// Or a server that runs: SecretMagic.Bench http URL KEY [CONNECTIONS] [SECONDS] [REQUESTS A SECOND, 0 for as many as it answers]
if (args is ["http", var url, var key, ..])
{
    Console.WriteLine(await HttpRates.Time(new Uri(url), key, Argument(3, 32), Argument(4, 5), Argument(5, 0)));
    return;
}

if (args is ["journal", var kind, var address])
{
    Console.WriteLine(await JournalRates.Time(kind, address));
    return;
}

if (args is ["gateway", var store, ..])
{
    Console.WriteLine(await GatewayRates.Time(store, args.Length > 2 ? args[2] : null));
    return;
}

if (args is ["shards", var journal, var place])
{
    Console.WriteLine(await ShardRates.Time(journal, place));
    return;
}

var series = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 30_490;
var only = args.Length > 1 ? args[1] : null;
var results = new List<string>();
using var sales = Sales.Panel(series, zeros: 60);
if (Wanted("f1c")) Add(Kernels.Time("f1.yaml", sales, Environment.ProcessorCount, whole: false), "compute", "fill");
if (Wanted("whole")) Add(Kernels.Time("f1.yaml", sales, Environment.ProcessorCount, whole: true), "computeWhole", "fillWhole");
if (Wanted("pack")) AddARow("packNanosecondsARow", "pack23.yaml");
if (only?.EndsWith(".yaml", StringComparison.Ordinal) == true) AddARow("nanosecondsARow", Path.GetFullPath(only));

if (Wanted("online")) results.Add(Number("onlineRowsASecond", 1e6 / Online.Time("f1.yaml", series: 10_000, rows: 1_000_000)));
if (only == "bom") results.AddRange([.. RecipesBesideDuck.Time(), .. Recipes.Time(), Recipes.Stream()]);
Console.WriteLine($$"""{"rows": {{sales.RowCount}}, {{string.Join(", ", results)}}}""");

bool Wanted(string work) => only is null || only == work;

int Argument(int at, int preset) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : preset;

static string Number(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"\"{name}\": {value:0.0000}");

void AddARow(string name, string file)
{
    using var denser = Sales.Panel(Math.Min(series, 4_000), zeros: 40);
    results.Add(Number(name, 1e9 * Kernels.Time(file, denser, 1, whole: false).Compute / denser.RowCount));
}

void Add((double Compute, double Fill) times, string compute, string fill) =>
    results.AddRange(Number(compute, times.Compute), Number(fill, times.Fill));
