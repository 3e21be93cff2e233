using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace SecretMagic.Bench;

/// <summary>
/// Requests a second of one address over connections that stay open, a request at a time on each. Closed: the next request follows the answer. Open: requests
/// fall due at a rate, and the time of one counts from when it was due, also while it waited for the one before.
/// </summary>
internal static class HttpRates
{
    private const int Warmup = 2;

    /// <param name="url">What is read.</param>
    /// <param name="key">The API key.</param>
    /// <param name="connections">How many connections.</param>
    /// <param name="seconds">How long is measured.</param>
    /// <param name="rate">Requests a second of all connections; 0 for closed.</param>
    public static async Task<string> Time(Uri url, string key, int connections, int seconds, double rate)
    {
        var request = Encoding.ASCII.GetBytes($"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nX-Api-Key: {key}\r\n\r\n");
        var begin = Stopwatch.GetTimestamp() + Warmup * Stopwatch.Frequency;
        var end = begin + seconds * Stopwatch.Frequency;
        var pause = rate > 0 ? (long)(Stopwatch.Frequency * connections / rate) : 0;
        var times = await Task.WhenAll(Enumerable.Range(0, connections).Select(at => Task.Run(() => Run(url, request, begin, end, pause, at, connections))));
        long[] all = [.. times.SelectMany(own => own).Order()];
        var spread = string.Create(CultureInfo.InvariantCulture, $"\"p50\": {At(0.5):0.00}, \"p99\": {At(0.99):0.00}, \"p999\": {At(0.999):0.00}");
        return string.Create(CultureInfo.InvariantCulture, $$"""{"requestsASecond": {{all.Length / (double)seconds:0}}, {{spread}}, "most": {{At(1):0.00}}}""");

        double At(double part) => all.Length == 0 ? double.NaN : all[Math.Min(all.Length - 1, (int)(part * all.Length))] * 1_000.0 / Stopwatch.Frequency;
    }

    private static async Task<List<long>> Run(Uri url, byte[] request, long begin, long end, long pause, int number, int connections)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(url.Host, url.Port);
        var times = new List<long>(1 << 16);
        var buffer = new byte[1 << 16];
        var due = Stopwatch.GetTimestamp() + pause * number / connections;
        while (true)
        {
            var now = Stopwatch.GetTimestamp();
            if (pause == 0) due = now;
            else if (due > now) await Task.Delay(TimeSpan.FromSeconds((due - now) / (double)Stopwatch.Frequency));
            if (due >= end) return times;
            await socket.SendAsync(request);
            await Answer(socket, buffer);
            if (due >= begin) times.Add(Stopwatch.GetTimestamp() - due);
            due += pause;
        }
    }

    private static async ValueTask Answer(Socket socket, byte[] buffer)
    {
        var (read, whole) = (0, -1);
        while (whole < 0 || read < whole)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(whole < 0 ? read : 0));
            if (got == 0) throw new IOException("The server closed the connection.");
            read += got;
            if (whole < 0) whole = Whole(buffer.AsSpan(0, read));
        }
    }

    /// <summary>The bytes of head and body; -1 while the head is not whole.</summary>
    private static int Whole(ReadOnlySpan<byte> read)
    {
        var head = read.IndexOf("\r\n\r\n"u8);
        if (head < 0) return -1;
        if (!read.StartsWith("HTTP/1.1 200"u8)) throw new IOException(Encoding.ASCII.GetString(read));
        if (read.IndexOf("Content-Length: "u8) < 0) return read.EndsWith("0\r\n\r\n"u8) ? read.Length : -1;
        var length = read[(read.IndexOf("Content-Length: "u8) + 16)..];
        return head + 4 + int.Parse(length[..length.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }
}
