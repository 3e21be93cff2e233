using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>What a key opens, for its holder.</summary>
internal static class CallerEndpoints
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/me", (Call call) => CallerAnswer.Of(call.Caller)).WithName("whoAmI").WithSummary("Whose key was sent and what it opens.").WithTags("Keys");

    /// <summary>A key as its holder sees it.</summary>
    /// <param name="Key">Its id.</param>
    /// <param name="Name">Whom it is for.</param>
    /// <param name="Role">reader, operator or admin.</param>
    /// <param name="AllClients">It is for every client.</param>
    /// <param name="Clients">The clients it is for, when it is not for all.</param>
    internal sealed record CallerAnswer(string Key, string Name, string Role, bool AllClients, IReadOnlyList<string> Clients)
    {
        internal static CallerAnswer Of(Caller caller) => new(
            caller.Key.Value, caller.Name, Word.Of(caller.Role), caller.Scope.IsForAll,
            caller.Scope.IsForAll ? [] : [.. caller.Scope.Clients.Select(client => client.Value).Order(StringComparer.Ordinal)]);
    }
}
