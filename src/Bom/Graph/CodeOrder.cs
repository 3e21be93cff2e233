namespace SecretMagic.Bom;

/// <summary>
/// Codes in ordinal order without comparing them pair by pair: a radix sort over the first letters after the prefix that all share; only
/// codes that agree in those are compared.
/// </summary>
internal static class CodeOrder
{
    /// <summary>The positions of the codes in their order.</summary>
    internal static int[] Of(ReadOnlySpan<string> codes)
    {
        var order = new int[codes.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        if (codes.Length < 2) return order;
        var prefix = codes[0].Length;
        foreach (var code in codes) prefix = Math.Min(prefix, codes[0].AsSpan(0, prefix).CommonPrefixLength(code));
        var keys = Keys(codes, prefix);
        Sort(ref keys, ref order);
        for (var begin = 0; begin < order.Length;)
        {
            var end = begin + 1;
            while (end < order.Length && keys[end] == keys[begin]) end++;
            if (end - begin > 1) SortEqual(codes, order.AsSpan(begin, end - begin));
            begin = end;
        }

        return order;
    }

    /// <summary>Eight letters of a byte each where all letters are small enough, else four of two bytes.</summary>
    private static ulong[] Keys(ReadOnlySpan<string> codes, int prefix)
    {
        var (keys, all) = (new ulong[codes.Length], 0);
        for (var i = 0; i < keys.Length; i++)
        {
            var code = codes[i];
            ulong key = 0;
            for (var letter = prefix; letter < prefix + 8; letter++)
            {
                var value = letter < code.Length ? code[letter] : 0;
                all |= value;
                key = (key << 8) | (byte)value;
            }

            keys[i] = key;
        }

        if (all <= byte.MaxValue) return keys;
        for (var i = 0; i < keys.Length; i++)
        {
            var code = codes[i];
            keys[i] = 0;
            for (var letter = prefix; letter < prefix + 4; letter++) keys[i] = (keys[i] << 16) | (letter < code.Length ? code[letter] : (uint)0);
        }

        return keys;
    }

    private static void Sort(ref ulong[] keys, ref int[] order)
    {
        var counts = new int[8 * 256];
        foreach (var key in keys)
            for (var place = 0; place < 8; place++) counts[(place << 8) | (byte)(key >> (8 * place))]++;
        var (otherKeys, otherOrder) = (new ulong[keys.Length], new int[keys.Length]);
        for (var place = 0; place < 8; place++)
        {
            var next = counts.AsSpan(place << 8, 256);
            if (next[(byte)(keys[0] >> (8 * place))] == keys.Length) continue;
            var sum = 0;
            foreach (ref var count in next) (count, sum) = (sum, sum + count);
            for (var i = 0; i < keys.Length; i++)
            {
                var to = next[(byte)(keys[i] >> (8 * place))]++;
                (otherKeys[to], otherOrder[to]) = (keys[i], order[i]);
            }

            (keys, otherKeys) = (otherKeys, keys);
            (order, otherOrder) = (otherOrder, order);
        }
    }

    private static void SortEqual(ReadOnlySpan<string> codes, Span<int> order)
    {
        var texts = new string[order.Length];
        for (var i = 0; i < texts.Length; i++) texts[i] = codes[order[i]];
        texts.AsSpan().Sort(order, StringComparer.Ordinal);
    }
}
