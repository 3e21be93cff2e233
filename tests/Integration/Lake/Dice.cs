namespace SecretMagic.Integration.Lake;

/// <summary>Numbers that look random and are the same on every run: SplitMix64 from a seed.</summary>
internal sealed class Dice(int seed)
{
    private ulong _state = (ulong)seed;

    public long NextLong()
    {
        _state += 0x9E37_79B9_7F4A_7C15;
        var mixed = (_state ^ _state >> 30) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ mixed >> 27) * 0x94D0_49BB_1331_11EB;
        return (long)(mixed ^ mixed >> 31);
    }

    /// <summary>A number from 0, and less than a bound.</summary>
    public int Next(int bound) => (int)((ulong)NextLong() % (ulong)bound);

    /// <summary>A number from one bound, and less than the other.</summary>
    public int Next(int from, int bound) => from + Next(bound - from);

    /// <summary>A number from 0 to 1.</summary>
    public double NextDouble() => (ulong)NextLong() / (double)ulong.MaxValue;
}
