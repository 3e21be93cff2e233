using System.Globalization;

namespace SecretMagic.Pipeline;

/// <summary>The times that are drawn, both ends included, in microseconds from the Unix epoch.</summary>
internal readonly record struct PlotSpan(long From, long To)
{
    private static readonly string[] Times = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"];

    /// <summary>Reads the two options; a day as the end counts whole.</summary>
    /// <exception cref="InputException">One is no date or time, or the end lies before the start.</exception>
    public static PlotSpan Of(string? from, string? to)
    {
        var span = new PlotSpan(
            from is null ? long.MinValue : Read(from, "--from", 0), to is null ? long.MaxValue : Read(to, "--to", TimeSpan.TicksPerDay - 1));
        return span.From <= span.To ? span : throw new InputException($"'{to}' lies before '{from}', the start; exchange them", column: "--to");
    }

    /// <summary>A time as the files have it: a day alone where it is a midnight.</summary>
    public static string Text(long micros)
    {
        var time = DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
        return time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss");
    }

    private static long Read(string text, string option, long dayTicks)
    {
        if (DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return Micros(day.AddTicks(dayTicks));
        if (DateTime.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return Micros(time);
        throw new InputException($"'{text}' is no day or time; write 2011-12-31 or '2011-12-31 14:05'", column: option);
    }

    private static long Micros(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
