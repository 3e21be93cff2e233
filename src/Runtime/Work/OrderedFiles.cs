using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Pipeline;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Runtime;

/// <summary>
/// The files of an order while something reads them. An upload has a second name of the reader's own: it stays as it is when another one takes its place, or
/// the client moves. NDJSON becomes the CSV that says the same.
/// </summary>
internal sealed class OrderedFiles
{
    private readonly Dictionary<string, string> _paths = [];
    private readonly WorkOrder _order;
    private string? _folder;

    private OrderedFiles(WorkOrder order) => _order = order;

    /// <summary>The value of an option, an upload as its path; null when it was not given.</summary>
    internal string? this[string option] => _paths.GetValueOrDefault(option) ?? _order[option];

    /// <summary>Does work on the files of an order. What it says of an upload names it as the order does.</summary>
    /// <exception cref="InputException">The client has no such upload, or something in a file cannot be used.</exception>
    internal static async Task<T> Use<T>(MetadataStore store, TenantId client, WorkOrder order, Func<OrderedFiles, Task<T>> work, CancellationToken token)
    {
        var files = new OrderedFiles(order);
        try
        {
            var mode = (await store.Read<Client>(EntityId.Client(client), token)).TenantMode;
            foreach (var (option, value) in order.Options)
                if (UploadName.TryOf(value, out var name)) files.Hold(new TenantUploads(store.Lake), client, mode, option, name, token);
            return await work(files);
        }
        catch (InputException failure) when (files._folder is not null)
        {
            throw new InputException(files.Called(failure.Message));
        }
        finally
        {
            if (files._folder is not null && Directory.Exists(files._folder)) Directory.Delete(files._folder, recursive: true);
        }
    }

    private string Called(string text) => _paths.Aggregate(text, (told, file) => told.Replace(file.Value, _order[file.Key], StringComparison.Ordinal));

    private void Hold(TenantUploads uploads, TenantId client, TenantMode mode, string option, UploadName name, CancellationToken token)
    {
        _folder ??= uploads.Aside(client, mode);
        // Two options may name one upload.
        var path = Path.Combine(_folder, option, name.Value);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!uploads.Keep(client, name, path)) throw new InputException($"client {client} has no upload {name}: upload it and try again", column: option);
        _paths[option] = path;
        if (Path.GetExtension(path) != ".ndjson") return;
        _paths[option] = Path.ChangeExtension(path, ".csv");
        RowFile.ToCsv(path, _paths[option], token);
    }
}
