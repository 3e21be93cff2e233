using System.Collections.Immutable;

namespace SecretMagic.Series;

/// <summary>
/// Values by day and place, such as weather: for every location a run of days without holes, NaN where a day or a value is missing.
/// </summary>
public sealed class DailyTable
{
    private readonly int[] _firstDays;
    private readonly double[][][] _values;

    /// <summary>Lays out the locations; every value starts as missing.</summary>
    /// <param name="columns">The names of the value columns.</param>
    /// <param name="locations">The locations; one empty text when the values hold everywhere.</param>
    /// <param name="firstDays">[location] the first day, from the Unix epoch.</param>
    /// <param name="lengths">[location] the number of days.</param>
    public DailyTable(ImmutableArray<string> columns, Labels locations, ReadOnlySpan<int> firstDays, ReadOnlySpan<int> lengths)
    {
        Columns = columns;
        Locations = locations;
        _firstDays = firstDays.ToArray();
        _values = new double[columns.Length][][];
        for (var column = 0; column < columns.Length; column++)
        {
            _values[column] = new double[locations.Count][];
            for (var location = 0; location < locations.Count; location++)
            {
                _values[column][location] = new double[lengths[location]];
                Array.Fill(_values[column][location], double.NaN);
            }
        }
    }

    /// <summary>The names of the value columns.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>The locations; one empty text when the values hold everywhere.</summary>
    public Labels Locations { get; }

    /// <summary>The first day of a location, from the Unix epoch.</summary>
    public int FirstDay(int location) => _firstDays[location];

    /// <summary>The values of a column at a location from <see cref="FirstDay"/> on, in the order of days. [days]</summary>
    public Span<double> Values(int column, int location) => _values[column][location];
}
