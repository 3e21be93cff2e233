using System.Globalization;

namespace SecretMagic.Faults;

/// <summary>A command that was answered with success.</summary>
/// <param name="Command">Its id.</param>
/// <param name="Version">The version of the entity behind it.</param>
/// <param name="Milliseconds">From the moment it was due to the answer.</param>
internal sealed record Acknowledged(string Command, long Version, double Milliseconds)
{
    internal static Acknowledged Parse(string line)
    {
        var parts = line.Split(' ');
        return new(parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture), double.Parse(parts[2], CultureInfo.InvariantCulture));
    }
}
