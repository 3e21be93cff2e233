using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SecretMagic.Domain;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Runtime;

/// <summary>Makes rows of the table logs: texts that every store can hold, no secret in any of them.</summary>
internal sealed class LogRows(Secret secret, TimeProvider time)
{
    private const int MaxMessage = 4_000;
    private const int MaxError = 16_000;
    private const int MaxValue = 200;
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal LogRow Of(LogLevel level, string message, Exception? error, object? state, IExternalScopeProvider? scopes)
    {
        var values = new string?[LogScope.Names.Length];
        if (Activity.Current is { } activity) values[LogScope.Trace] = activity.TraceId.ToHexString();
        // Scopes come from the outermost inwards and the line's own values last: the nearest one counts.
        scopes?.ForEachScope(Collect, values);
        Collect(state, values);
        return new LogRow(
            time.GetUtcNow(), LogLevels.Word(level), Clean(message, MaxMessage), error is null ? null : Clean(error.ToString(), MaxError), Context(values));
    }

    private static void Collect(object? state, string?[] values)
    {
        if (state is not IEnumerable<KeyValuePair<string, object?>> pairs) return;
        foreach (var (name, value) in pairs)
        {
            var at = Array.FindIndex(LogScope.Names, known => known.Name == name);
            if (at >= 0 && value is not null) values[at] = Convert.ToString(value, CultureInfo.InvariantCulture);
        }
    }

    private string Context(string?[] values)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Writing))
        {
            writer.WriteStartObject();
            for (var at = 0; at < values.Length; at++)
                if (values[at] is { } value) writer.WriteString(LogScope.Names[at].Column, Clean(value, MaxValue));
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>Masked before it is cut: half of a secret is one too.</summary>
    private string Clean(string text, int maxLength) => FreeText.Cleaned(secret.Masked(text), maxLength);
}
