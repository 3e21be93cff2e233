using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using static SecretMagic.Domain.Clients.ClientEvent;

namespace SecretMagic.Storage.Tables;

/// <summary>client_sources: what each work of a client is computed from, where a batch does not say.</summary>
internal static class SourceTable
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static TableChange Chosen(Guid client, SourceChosen now, Stamp stamp) =>
        new(
            """
            INSERT INTO client_sources (client_id, work, work_order, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (client_id, work) DO UPDATE SET work_order = excluded.work_order, updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """,
            client, Word.Of(now.Order.Work), Json(now.Order), stamp.When, stamp.Who);

    /// <summary>The options of an order as an object; null of none.</summary>
    internal static JsonText? Json(WorkOrder? order)
    {
        if (order is null) return null;
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Writing))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in order.Options) writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        return new JsonText(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }
}
