using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Storage.Parquet;

namespace SecretMagic.Unit.Storage;

public sealed class ValueDictionaryTests
{
    /// <summary>Small whole numbers, numbers like them and values that are none, in runs and in series that come again.</summary>
    private static readonly Arbitrary<float[]> Values = Gen.OneOf(
            Gen.Choose(0, 3).Select(value => (float)value),
            Gen.Choose(-2, 40).Select(value => (float)value),
            Gen.Elements(-0f, 0.5f, 31.5f, 3e9f, -3e9f, float.NaN, float.PositiveInfinity, float.Epsilon),
            Gen.Choose(0, 100_000).Select(value => value / 7f))
        .ArrayOf().SelectMany(part => Gen.Choose(1, 40).Select(times => Enumerable.Repeat(part, times).SelectMany(again => again).ToArray())).ToArbitrary();

    [Fact]
    public void Codes_name_the_bits_of_their_values_whatever_distance_is_tried() =>
        Prop.ForAll(Values, Gen.Choose(0, 100).ToArbitrary(), (values, distance) =>
        {
            uint[] bits = [.. values.Select(BitConverter.SingleToUInt32Bits)];
            var dictionary = new ValueDictionary<uint>();
            for (var page = 0; page < 2; page++)
            {
                var codes = new ushort[bits.Length];
                dictionary.TryEncode(bits, codes, distance).ShouldBeTrue();
                codes.Select(code => dictionary.Values[code]).ShouldBe(bits);
            }

            dictionary.Values.ToArray().ShouldBe(bits.Distinct());
            dictionary.Clear();
            dictionary.Count.ShouldBe(0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_cleared_dictionary_has_forgotten_the_codes_of_whole_numbers()
    {
        uint[] first = [.. Enumerable.Range(0, 64).Select(row => BitConverter.SingleToUInt32Bits(row % 5))];
        uint[] second = [.. first.Reverse()];
        var codes = new ushort[64];
        var dictionary = new ValueDictionary<uint>();
        dictionary.TryEncode(first, codes, 0).ShouldBeTrue();
        dictionary.Clear();
        dictionary.TryEncode(second, codes, 0).ShouldBeTrue();
        codes.Select(code => dictionary.Values[code]).ShouldBe(second);
        dictionary.Values.ToArray().ShouldBe(second.Distinct());
    }
}
