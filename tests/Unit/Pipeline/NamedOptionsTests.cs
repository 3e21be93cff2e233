using SecretMagic.Pipeline;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Unit.Pipeline;

public sealed class NamedOptionsTests
{
    private static readonly FeatureBatchOptions Least = new() { Input = "/data/sales.csv", Output = "", FeatureSet = "/data/features.yaml" };

    private static readonly FeatureBatchOptions Most = Least with
    {
        Country = "GB-ENG",
        Holidays = "/data/h.csv",
        Weather = "/data/w.csv",
        Known = "/data/k.csv",
        Static = "/data/s.csv",
        AsOf = "2026-01-01",
        Layout = FeatureLayout.AutoGluon,
        Horizon = 7,
        Format = LakeFormat.Csv,
    };

    [Fact]
    public void Options_of_features_as_texts_are_read_back_as_they_were()
    {
        foreach (var given in (FeatureBatchOptions[])[Least, Most])
        {
            var texts = NamedOptions.Of(given).ToDictionary();
            NamedOptions.Features(texts.GetValueOrDefault).ShouldBe(given);
        }

        NamedOptions.Of(Least).Select(option => option.Key).ShouldBe(["input", "features"]);
    }

    [Fact]
    public void A_path_is_written_whole() =>
        NamedOptions.Of(Least with { Input = "sales.csv" }).First().Value.ShouldBe(Path.GetFullPath("sales.csv"));
}
