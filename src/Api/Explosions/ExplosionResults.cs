using SecretMagic.Domain.Clients;
using SecretMagic.Runtime;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>The explosion of a client that readers get: the one registered last.</summary>
internal static class ExplosionResults
{
    internal static readonly string[] Kinds = [Word.Of(ResultKind.Requirements), Word.Of(ResultKind.Coverage)];

    /// <summary>Reads rows of it.</summary>
    /// <param name="call">The request; its client is whose.</param>
    /// <param name="slots">Where it is read.</param>
    /// <param name="wanted">Requirements or coverage.</param>
    /// <param name="rows">Reads a folder; null when what is wanted is not in it.</param>
    /// <exception cref="ProblemException">There is none.</exception>
    internal static Task<IReadOnlyList<T>> Read<T>(
        Call call, ComputeSlots slots, ResultKind wanted, Func<string, CancellationToken, IReadOnlyList<T>?> rows) => slots.Run(
        "explosion.rows", async stop =>
        {
            var read = await call.Store.Lake.Read(call.Client.Id, wanted, ClientExplosion.Set, folder => rows(folder, stop), stop);
            return read ?? throw new ProblemException("result-unknown", $"Client {call.Client.Id} has no explosion yet.");
        }, call.Token);
}
