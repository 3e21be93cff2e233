using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Pipeline;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Runtime;

/// <summary>
/// The files of an order while a run reads them. An upload has a second name of the run's own: it stays as it is when another one takes its place, or the
/// client moves. NDJSON becomes the CSV that says the same.
/// </summary>
internal sealed class OrderedFiles : IDisposable
{
    private readonly Dictionary<string, string> _paths = [];
    private readonly WorkOrder _order;
    private string? _folder;

    private OrderedFiles(WorkOrder order) => _order = order;

    /// <summary>The value of an option, an upload as its path; null when it was not given.</summary>
    internal string? this[string option] => _paths.GetValueOrDefault(option) ?? _order[option];

    /// <exception cref="InputException">The client has no such upload.</exception>
    internal static async Task<OrderedFiles> Of(ClientRun run, WorkOrder order, CancellationToken token)
    {
        var files = new OrderedFiles(order);
        try
        {
            var mode = (await run.Store.Read<Client>(EntityId.Client(run.Client), token)).TenantMode;
            foreach (var (option, value) in order.Options)
                if (UploadName.TryOf(value, out var name)) files.Hold(run, mode, option, name, token);
            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_folder is not null && Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private void Hold(ClientRun run, TenantMode mode, string option, UploadName name, CancellationToken token)
    {
        var uploads = new TenantUploads(run.Store.Lake);
        _folder ??= uploads.Aside(run.Client, mode);
        // Two options may name one upload.
        var path = Path.Combine(_folder, option, name.Value);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!uploads.Keep(run.Client, name, path))
            throw new InputException($"client {run.Client} has no upload {name}: upload it and queue again", column: option);
        _paths[option] = path;
        if (Path.GetExtension(path) != ".ndjson") return;
        _paths[option] = Path.ChangeExtension(path, ".csv");
        RowFile.ToCsv(path, _paths[option], token);
    }
}
