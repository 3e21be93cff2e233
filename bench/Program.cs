using System.Globalization;
using SecretMagic.Bench;

// Times the engines in memory and prints a line of JSON. usage: SecretMagic.Bench [SERIES]
var series = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 30_490;
var cores = Environment.ProcessorCount;
using var sales = Sales.Panel(series, zeros: 60);
using var denser = Sales.Panel(Math.Min(series, 4_000), zeros: 40);
var (compute, fill) = Kernels.Time("f1.yaml", sales, cores, whole: false);
var (computeWhole, fillWhole) = Kernels.Time("f1.yaml", sales, cores, whole: true);
var (pack, _) = Kernels.Time("pack23.yaml", denser, 1, whole: false);
var online = Online.Time("f1.yaml", series: 10_000, rows: 1_000_000);
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $$"""
    {"rows": {{sales.RowCount}}, "compute": {{compute:0.0000}}, "fill": {{fill:0.0000}}, "computeWhole": {{computeWhole:0.0000}},
    """
    + $$"""
     "fillWhole": {{fillWhole:0.0000}}, "packNanosecondsARow": {{1e9 * pack / denser.RowCount:0.00}}, "onlineRowsASecond": {{1_000_000 / online:0}}}
    """));
