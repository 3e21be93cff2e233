using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>The explosion of a client that readers get: the one registered last, by a batch or beside the queue.</summary>
internal static class ExplosionResults
{
    internal static readonly string[] Kinds = [Word.Of(ResultKind.Requirements), Word.Of(ResultKind.Coverage)];

    /// <summary>Reads rows of it.</summary>
    /// <param name="call">The request; its client is whose.</param>
    /// <param name="slots">Where it is read.</param>
    /// <param name="wanted">Requirements or coverage.</param>
    /// <param name="read">Reads a folder; null when what is wanted is not in it.</param>
    /// <exception cref="ProblemException">There is none.</exception>
    internal static Task<IReadOnlyList<T>> Read<T>(
        Call call, ComputeSlots slots, ResultKind wanted, Func<string, CancellationToken, IReadOnlyList<T>?> read) => slots.Run(
        async stop =>
        {
            // A run may register all of an explosion as its requirements.
            var current = (await call.Store.Tables.Results(call.Client.Id, Kinds, stop)).Where(row => row.IsCurrent)
                .OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Kind == Word.Of(wanted)).ToArray();
            foreach (var row in current)
            {
                var (kind, set) = (Word.Parse<ResultKind>(row.Kind), FeatureSetName.Parse(row.SetName));
                if (await call.Store.Lake.Read(call.Client.Id, kind, set, folder => read(folder, stop), stop) is { } rows) return rows;
            }

            throw new ProblemException("result-unknown", $"Client {call.Client.Id} has no explosion yet.");
        }, call.Token);
}
