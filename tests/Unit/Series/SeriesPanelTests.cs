using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Series;

namespace SecretMagic.Unit.Series;

public sealed class SeriesPanelTests
{
    private const int Length = 300;

    [Fact]
    public void Rows_are_claimed_once_and_the_first_that_was_taken_is_told() =>
        Prop.ForAll(Gen.Choose(0, Length).Two().ArrayOf().ToArbitrary(), claims =>
        {
            using var panel = new SeriesPanel(new TimeGrid(Frequency.Day), ["target"], [7, 8, 9], [Length, Length, Length]);
            var taken = new HashSet<int>();
            foreach (var (one, other) in claims)
            {
                var (from, end) = (Math.Min(one, other), Math.Max(one, other));
                var free = Enumerable.Range(from, end - from).TakeWhile(row => !taken.Contains(row)).Count();
                panel.Claim(1, from, end - from).ShouldBe(free);
                if (free < end - from) return;
                taken.UnionWith(Enumerable.Range(from, end - from));
            }

            panel.Claim(0, 0, Length).ShouldBe(Length);
            panel.Claim(2, 0, Length).ShouldBe(Length);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_row_outside_its_series_cannot_be_claimed()
    {
        using var panel = new SeriesPanel(new TimeGrid(Frequency.Day), ["target"], [7, 8], [Length, Length]);
        Should.Throw<ArgumentOutOfRangeException>(() => panel.Claim(0, Length - 1, 2));
        Should.Throw<ArgumentOutOfRangeException>(() => panel.Claim(1, -1, 1));
    }

    [Fact]
    public void Every_value_starts_as_missing()
    {
        using var panel = new SeriesPanel(new TimeGrid(Frequency.Day), ["target", "price"], [7, 8], [Length, 1]);
        for (var column = 0; column < 2; column++)
            for (var series = 0; series < 2; series++) panel.Values(column, series).ToArray().ShouldAllBe(value => double.IsNaN(value));
    }
}
