using System.Runtime.InteropServices;

namespace SecretMagic.Bom;

/// <summary>Distinct codes, numbered in the order in which they came.</summary>
internal sealed class CodeTable(int capacity = 0)
{
    private readonly Dictionary<string, int> _numbers = new(capacity, StringComparer.Ordinal);
    private readonly List<string> _codes = new(capacity);

    internal int Count => _codes.Count;

    internal string this[int number] => _codes[number];

    internal int Add(string code)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, code, out var known);
        if (known) return number;
        number = _codes.Count;
        _codes.Add(code);
        return number;
    }

    /// <summary>The number of a code, or -1.</summary>
    internal int Find(string code) => _numbers.TryGetValue(code, out var number) ? number : -1;

    /// <summary>The numbers in the ordinal order of their codes.</summary>
    internal int[] Ordered()
    {
        var codes = _codes.ToArray();
        var numbers = new int[codes.Length];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = i;
        Array.Sort(codes, numbers, StringComparer.Ordinal);
        return numbers;
    }
}
