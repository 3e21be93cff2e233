using System.Collections.Frozen;

namespace SecretMagic.Api;

/// <summary>The catalogue of problems: every code that is answered, also those of the domain's refusals.</summary>
/// <param name="Code">Its stable name.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What it is.</param>
/// <param name="Advice">What to do.</param>
internal sealed record ProblemKind(string Code, int Status, string Title, string Advice)
{
    private const string Change = "Change the value as the detail says and send the request again.";
    private const string Look = "Look at what is there, then decide again.";

    /// <summary>Every code.</summary>
    internal static readonly ProblemKind[] All =
    [
        // The way of the request.
        new("path-unknown", 404, "There is nothing at this address", "GET /openapi/v1.json lists what is served."),
        new("method-not-allowed", 405, "The method is not served at this address", "Use a method of the header Allow."),
        new("request-malformed", 400, "The request cannot be read", Change),
        new("body-malformed", 400, "The body is not what is expected", "Correct the body at the place that the detail names."),
        new("body-too-large", 413, "The body is too large", "Send less at a time; the setting api.max_body_mb is the limit."),
        new("body-slow", 408, "The body came too slowly", "Send it again, in smaller parts or over a faster way."),
        new("media-type", 415, "The body is of a type that is not read", "Send it as a type that the detail names."),
        new("value-refused", 422, "A value is not allowed", Change),
        new("key-missing", 401, "No valid API key was sent", "Send a key as 'Authorization: Bearer sm_...' or 'X-Api-Key: sm_...'."),
        new("role-missing", 403, "The key's role does not allow this", "Use a key of the role that the detail names."),
        new("scope-missing", 403, "The key is not for all clients", "Use a key for all clients, or name one of its own."),
        new("rate-limited", 429, "The key asks too often", "Wait as long as Retry-After says; the setting api.rate_limit is the limit.") { RetryAfter = 1 },
        new("version-missing", 428, "The version that was looked at is missing", "GET it first and send its ETag as If-Match."),
        new("version-changed", 412, "It was changed since it was looked at", "GET it again, look, and send the new ETag as If-Match."),
        new("not-ready", 503, "The server starts", "Send the request again later.") { RetryAfter = 2 },
        new("store-away", 503, "The metadata database is away", "Send the request again later, with the same Idempotency-Key.") { RetryAfter = 2 },
        new("busy", 503, "Too much waits already", "Send the request again later, with the same Idempotency-Key.") { RetryAfter = 1 },
        new("outcome-unknown", 504, "It is not known whether it was done", "Send it again with the same Idempotency-Key: it is done once."),
        new("unexpected", 500, "The server failed", "Report it with the trace id."),

        // Keys.
        new("key-unknown", 404, "There is no such key", "GET /api/v1/keys lists them."),
        new("key-exists", 409, "The key was issued already", "Issue another one."),
        new("key-issued", 409, "The key was issued before, and its secret was shown then", "Revoke it and issue another one under a new Idempotency-Key."),
        new("key-revoked", 409, "The key is over", "Issue another one."),
        new("key-role", 422, "The role is not known", Change),
        new("key-scope", 422, "The clients of the key are not allowed", Change),
        new("key-secret", 422, "The secret of the key is not allowed", Change),
        new("key-expiry", 422, "The end of the key is not allowed", Change),

        // Clients.
        new("client-unknown", 404, "There is no such client", "GET /api/v1/clients lists those that the key may see."),
        new("client-exists", 409, "The client is registered already", "Choose another id, or change the client."),
        new("client-archived", 409, "The client is archived", "Nothing about it changes any more."),
        new("client-not-active", 409, "The client is not active", "Activate it: PATCH its status."),
        new("client-queue-full", 429, "Too many batches of the client wait", "Send it again when some are done.") { RetryAfter = 30 },
        new("name", 422, "The name is not allowed", Change),
        new("contacts", 422, "A contact is not allowed", Change),
        new("status", 422, "The status is not known", Change),
        new("nothing-enabled", 409, "Nothing is enabled", "Enable features or the explosion: PATCH the client."),
        new("nothing-configured", 409, "Nothing is configured", "PUT a configuration first."),
        new("revision-changed", 412, "The configuration changed since", "Look at the new revision, then confirm it."),
        new("config-unknown", 404, "It was never configured", "PUT a configuration first."),
        new("version-unknown", 404, "There is no such version", "GET the history for the versions there are."),
        new("config-not-active", 409, "The configuration is not in force", Look),
        new("config-not-confirmed", 409, "The configuration is not confirmed", "Look at it and confirm its revision."),
        new("bom-config", 422, "The configuration of the explosion is not allowed", Change),
        new("work", 422, "The work is not known", "Give features or bom."),
        new("order", 422, "The order of the work is not allowed", Change),
        new("no-source", 409, "It is not known what the work is computed from", "PUT a source of the client, or name one in the request."),
        new("work-not-enabled", 409, "The work is not enabled for the client", "Enable it: PATCH the client."),
        new("not-scheduled", 404, "There is no such schedule", "GET the schedules for those there are."),

        // Where data lives.
        new("tenant-mode", 422, "The tenant mode is not known", Change),
        new("tenant-mode-in-use", 409, "Data lives in the present mode already", "Move the client."),
        new("tenant-mode-changed", 409, "The client was moved meanwhile", "Send the same again."),
        new("tenant-moving", 409, "The client's data is being moved", "Send it again when the move is over."),
        new("tenant-not-moving", 409, "The client's data is not being moved", Look),
        new("tenant-busy", 409, "Another process moves or sweeps the client's data", "Send it again later."),
        new("other-move", 409, "Another move is under way", "Finish that one first."),
        new("result", 422, "The result is not allowed", Change),

        // Batches and explosions.
        new("batch-unknown", 404, "There is no such batch", "GET the batches for those there are."),
        new("batch-exists", 409, "There is a batch of this id already", "Choose another id."),
        new("batch-over", 409, "The batch is over", Look),
        new("batch-not-running", 409, "The batch does not run", Look),
        new("batch-not-failed", 409, "The batch did not fail", Look),
        new("attempt-over", 409, "The attempt is over", Look),
        new("attempt-taken", 409, "The attempt was taken already", Look),
        new("other-client", 409, "The batch is another client's", Look),
        new("max-attempts", 422, "The number of attempts is not allowed", Change),
        new("progress", 422, "The progress is not possible", Change),
        new("reason", 422, "The reason is not allowed", Change),
        new("worker", 422, "The name of the worker is not allowed", Change),
        new("recipes-refused", 422, "Lines of recipes cannot be used", "Correct the lines that the errors name."),
        new("bom-cycle", 422, "The recipes need themselves", "Take a line out of every cycle that the errors name, or let the explosion be partial."),
        new("upload-needed", 422, "It is too much for an answer at once", "PUT files as the source of bom, confirm it, and POST a batch: 202."),
        new("too-long", 503, "It takes too long for an answer at once", "Ask for less at a time, or POST a batch."),
        new("item-unknown", 404, "The recipes do not know the item", "GET the items for those there are."),
        new("recipe-too-large", 422, "The recipe is too large to be shown", "Ask for one of its components."),
        new("explosion-running", 409, "An explosion runs already", "Send it again when it is over."),
        new("explosion-not-running", 409, "No explosion runs", Look),

        // Files.
        new("upload-unknown", 404, "There is no such upload", "GET the uploads for those there are."),
        new("result-unknown", 404, "There is no such result", "GET the results for those there are."),

        // Rows and series.
        new("plan-unknown", 404, "No plan was set", "PUT one."),
        new("shards-fixed", 409, "The number of shards is fixed", "Leave shards out: the first plan fixed it."),
        new("series-unknown", 404, "There are no rows of this series", "GET the series for those there are."),
        new("rows-many", 422, "These are more rows than an answer has", "Narrow the span of time."),
        new("not-acceptable", 406, "It is not answered in any type that is accepted", "Change the header Accept as the detail says."),
        new("rows-count", 422, "The number of rows is not allowed", Change),
        new("frequency", 422, "The rows lie on another grid than the plan", Change),
        new("column-unknown", 422, "There is no such column", Change),
        new("column-missing", 422, "A column is missing", Change),
        new("series", 422, "The id of a series is not allowed", Change),
        new("known-at", 422, "A row became known at a time that is not allowed", Change),
        new("value-infinite", 422, "A value is infinite", Change),
        new("value-share", 422, "A share is not from 0 to 1", Change),
        new("plan-missing", 409, "It is not said what is computed from rows", "Set a plan first."),
        new("inputs-unknown", 409, "It is not known what the features are made from", "PUT a source of the client."),
        new("period-far", 422, "A row is too far from the others", Change),
        new("records", 422, "The rows are not allowed", Change),
        new("too-deep", 422, "The recipe is deeper than allowed", "Raise max_levels of the client, or mend the recipe."),
    ];

    private static readonly FrozenDictionary<string, ProblemKind> ByCode = All.ToFrozenDictionary(kind => kind.Code);

    /// <summary>Seconds after which it may be different.</summary>
    internal int? RetryAfter { get; init; }

    /// <summary>The kind of a code; a code that a newer domain answers is a refusal like any other.</summary>
    internal static ProblemKind Of(string code) =>
        ByCode.GetValueOrDefault(code) ?? new ProblemKind(code, 422, "A rule does not allow it", Change);
}
