using SecretMagic.Series;

namespace SecretMagic.Integration.Lake;

/// <summary>Texts that no dictionary holds are plain bytes, and repetitive ones are compressed: DuckDB must find every byte again.</summary>
public sealed class SnappyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(200_000)]
    public void Texts_of_any_repetition_return(int length)
    {
        using var room = new LakeRoom();
        var dice = new Dice(length);
        string[] texts =
        [
            .. new[] { 1, 2, 3, 4, 7, 61, 64, 65, 68, 300, 2047, 2048, 70_000 }.Select(period => Repeat(dice, length, period)),
            new string([.. Enumerable.Range(0, length).Select(_ => (char)('a' + dice.Next(26)))]),
            Mixed(dice, length),
        ];
        var compressed = 0;
        for (var number = 0; number < texts.Length; number++)
        {
            var (name, text) = ($"{number}.parquet", texts[number]);
            using var block = new ColumnBlock([new BlockColumn("t", ColumnType.Label, new Labels([text]))], 64);
            room.Write(
                name, block,
                filled =>
                {
                    filled.Values<int>(0)[0] = 0;
                    filled.Rows = 1;
                    return false;
                },
                Token);
            room.Connection.ScalarText($"SELECT t FROM {room.Literal(name)}", Token).ShouldBe(text);
            if (room.Connection.ScalarText($"SELECT compression FROM parquet_metadata({room.Literal(name)})", Token) == "SNAPPY") compressed++;
        }

        if (length > 1000) compressed.ShouldBeGreaterThan(8);
    }

    private static string Repeat(Dice dice, int length, int period)
    {
        var unit = new string([.. Enumerable.Range(0, period).Select(_ => (char)('a' + dice.Next(26)))]);
        return string.Concat(Enumerable.Repeat(unit, length / period + 1))[..length];
    }

    /// <summary>Noise and repetitions of earlier parts in turn.</summary>
    private static string Mixed(Dice dice, int length)
    {
        var text = new System.Text.StringBuilder();
        while (text.Length < length)
        {
            if (text.Length > 10 && dice.Next(2) == 0)
            {
                var from = dice.Next(text.Length - 5);
                text.Append(text.ToString(from, Math.Min(dice.Next(4, 200), text.Length - from)));
            }
            else
            {
                for (var i = dice.Next(1, 100); i > 0; i--) text.Append((char)dice.Next(32, 127));
            }
        }

        return text.ToString(0, length);
    }
}
