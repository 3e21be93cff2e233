using System.Diagnostics.CodeAnalysis;

namespace SecretMagic.Domain;

/// <summary>Which command, whose, when: what every command brings and every event keeps.</summary>
public sealed record Stamp
{
    private Stamp(CommandId command, string who, DateTimeOffset when) => (Command, Who, When) = (command, who, when);

    /// <summary>The id of the command.</summary>
    public CommandId Command { get; }

    /// <summary>The person or program that wants it, 1 to 200 characters.</summary>
    public string Who { get; }

    /// <summary>When it was wanted, UTC, in whole microseconds: every store keeps these without loss.</summary>
    public DateTimeOffset When { get; }

    /// <summary>A stamp, or what is wrong with who.</summary>
    public static bool TryCreate(
        CommandId command, string? who, DateTimeOffset when, [NotNullWhen(true)] out Stamp? stamp, [NotNullWhen(false)] out string? refusal)
    {
        refusal = FreeText.Refusal("Who sends the command", who, 200);
        var utc = when.UtcTicks;
        stamp = refusal is null ? new Stamp(command, who!, new DateTimeOffset(utc - utc % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero)) : null;
        return refusal is null;
    }

    /// <summary>A stamp of values that are known to be sound, such as stored ones.</summary>
    /// <exception cref="FormatException">They are not; the message says why.</exception>
    public static Stamp Create(CommandId command, string who, DateTimeOffset when) =>
        TryCreate(command, who, when, out var stamp, out var refusal) ? stamp : throw new FormatException(refusal);
}
