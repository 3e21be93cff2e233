using System.Globalization;
using System.Text;
using SecretMagic.Features;

namespace SecretMagic.Integration.Cli;

/// <summary>The files of a run are the same, byte for byte, whatever vectors the processor has.</summary>
public sealed class VectorWidthTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Results_have_the_same_bytes_with_avx_512_avx_2_and_no_vectors()
    {
        WriteSales();
        var definition = _run.Features([.. Entries()]);
        Dictionary<string, string>? widest = null;
        foreach (var (name, setting) in new[]
                 {
                     ("as-it-is", ""), ("without-avx512", "DOTNET_EnableAVX512"), ("without-avx2", "DOTNET_EnableAVX2"),
                     ("without-any", "DOTNET_EnableHWIntrinsic"),
                 })
        {
            await Process(definition, name, setting);
            var files = _run.Fingerprints(Path.Combine(name, "features", "test_v1"));
            files.Remove("manifest.json").ShouldBeTrue();
            files.Count.ShouldBe(3);
            widest ??= files;
            files.ShouldBe(widest, name);
        }
    }

    /// <summary>Every type that needs nothing but a target and a price, with its defaults, over short and long windows.</summary>
    private static IEnumerable<string> Entries()
    {
        foreach (var type in FeatureCatalog.All)
        {
            var keys = type.Parameters.Select(parameter => parameter.Key).ToHashSet();
            if (keys.Contains("windows") && type.Name is not ("price" or "seasonal_ma" or "quantile" or "intermittent"))
            {
                var least = keys.Contains("min_samples") ? ", min_samples: 4" : "";
                yield return $"{{ type: {type.Name}, windows: [7, 30, 100]{least}, name: \"{type.Name}_{{window}}\" }}";
                yield return $"{{ type: {type.Name}, windows: [13], nan_strategy: decay, name: \"decay_{type.Name}\" }}";
            }
        }

        yield return "{ type: quantile, quantile: 0.9, windows: [7, 28, 200] }";
        yield return "{ type: seasonal_ma, period: 7, windows: [4] }";
        yield return "{ type: seasonal_lag, years: [1] }";
        yield return "{ type: intermittent, windows: [28] }";
        yield return "{ type: tsb, alpha: 0.1, beta: 0.1 }";
        yield return "{ type: lag, lags: [1, 7] }";
        yield return "{ type: diff, lags: [7] }";
        yield return "{ type: pct_change, lags: [7] }";
        yield return "{ type: ema, halflife: 3, nan_strategy: decay, dead_below: 0.01 }";
        yield return "{ type: ema, alpha: 0.3, min_samples: 5 }";
        yield return "{ type: ema, span: 9, adjust: true }";
        yield return "{ type: ema_std, alpha: 0.3 }";
        yield return "{ type: price, price: price }";
        yield return "{ type: promo, price: price }";
        yield return "{ type: seasonality, of: [day_of_week], fourier: { 7: 3, 365.25: 5 } }";
        foreach (var name in new[] { "mean", "sum", "std", "min", "max", "count" }) yield return $"{{ type: expanding_{name} }}";
    }

    /// <summary>Whole numbers, fractions, spikes and gaps, in series of many lengths.</summary>
    private void WriteSales()
    {
        var text = new StringBuilder("series_id,timestamp,target,price\n");
        var first = new DateOnly(2018, 11, 20);
        for (var series = 0; series < 12; series++)
        {
            var noise = (uint)(series * 7919 + 1);
            for (var day = 0; day < 17 + series * 60; day++)
            {
                noise = noise * 1_664_525 + 1_013_904_223;
                if (noise >> 28 == 3) continue;
                var whole = (noise >> 8) % 40;
                var target = series % 3 == 0 ? whole : series % 3 == 1 ? whole / 7.0 : noise >> 27 == 9 ? whole * 1e5 : whole * 0.1;
                text.Append(CultureInfo.InvariantCulture, $"{series},{first.AddDays(day):yyyy-MM-dd},{target:R},{2 + noise % 5 / 4.0}\n");
            }
        }

        _run.Write("sales.csv", text.ToString());
    }

    private async Task Process(string definition, string output, string setting)
    {
        using var program = OtherProcess.SecretMagic(
            _run.Folder, ["process", "--input", _run.PathOf("sales.csv"), "--features", definition, "--output", _run.PathOf(output)],
            setting.Length > 0 ? setting : null);
        await program.Finish(Deadline, TestContext.Current.CancellationToken);
    }
}
