using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Runtime;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>A request as an endpoint sees it: who asks, the client of the path, the database, and how commands are named.</summary>
internal sealed class Call
{
    internal const string IdempotencyKey = "Idempotency-Key", CommandHeader = "Command-Id", ReplayHeader = "Idempotent-Replay";
    private readonly HttpContext _context;
    private Stamp? _stamp;

    private Call(HttpContext context) => _context = context;

    /// <summary>The open database.</summary>
    internal MetadataStore Store => _context.RequestServices.GetRequiredService<StoreDoor>().Store;

    /// <summary>The clock.</summary>
    internal TimeProvider Time => _context.RequestServices.GetRequiredService<TimeProvider>();

    /// <summary>The key that was sent.</summary>
    internal Caller Caller => _context.Features.GetRequiredFeature<Caller>();

    /// <summary>The client of the path: it is registered, and the caller may know of it.</summary>
    internal PathClient Client => _context.Features.GetRequiredFeature<PathClient>();

    /// <summary>Stops when nobody waits for the answer any more.</summary>
    internal CancellationToken Token => _context.RequestAborted;

    /// <summary>The command of this request: the Idempotency-Key names it, else it has a new id; the caller reads it in the header Command-Id.</summary>
    internal Stamp Stamp
    {
        get
        {
            if (_stamp is not null) return _stamp;
            var command = CommandId.Parse($"{Guid.CreateVersion7()}");
            if (_context.Request.Headers.TryGetValue(IdempotencyKey, out var written) && !CommandId.TryParse(written, out command, out var refusal))
                throw new ProblemException("value-refused", refusal, new ProblemError(IdempotencyKey, refusal));
            _context.Response.Headers[CommandHeader] = command.Value;
            return _stamp = Stamp.Create(command, $"key:{Caller.Name}", Time.GetUtcNow());
        }
    }

    /// <summary>The version of If-Match; null when any may be changed.</summary>
    internal long? Expected => _context.Request.Headers.IfMatch.ToString() switch
    {
        "" or "*" => null,
        ['"', .. var digits, '"'] when long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) => version,
        var other => throw new ProblemException("value-refused", $"If-Match is {FreeText.Shown(other)}: send the ETag of a GET, such as \"12\"."),
    };

    /// <summary>The version of Last-Event-ID; null when none was sent.</summary>
    internal long? LastEvent => _context.Request.Headers["Last-Event-ID"].ToString() switch
    {
        "" => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) => version,
        var other => throw new ProblemException(
            "value-refused", $"Last-Event-ID is {FreeText.Shown(other)}: send the id of an event.", new ProblemError("Last-Event-ID", "the id of an event")),
    };

    /// <summary>The caller would rather be answered later.</summary>
    internal bool IsAsync => _context.Request.Headers["Prefer"].ToString().Contains("respond-async", StringComparison.OrdinalIgnoreCase);

    /// <summary>The caller asks for this type of content, and not for JSON.</summary>
    internal bool Accepts(string type)
    {
        var accept = _context.Request.Headers.Accept.ToString();
        return accept.Contains(type, StringComparison.OrdinalIgnoreCase) && !accept.Contains("json", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>If-Match was sent.</summary>
    internal bool IsConditional => _context.Request.Headers.IfMatch.Count > 0;

    /// <inheritdoc cref="Call"/>
    public static ValueTask<Call?> BindAsync(HttpContext context) => ValueTask.FromResult<Call?>(new Call(context));

    /// <summary>Refuses unless the client's data may be processed.</summary>
    /// <exception cref="ProblemException">It may not: why, and what to do.</exception>
    internal Clearance RequireClear(WorkKind work) => Client.State.TryClear(Client.Id, work, out var clearance, out var refusal)
        ? clearance
        : throw new ProblemException(refusal.Code, refusal.Reason);

    /// <summary>Names the version of what is answered, for If-Match.</summary>
    internal void Tag(long version) => _context.Response.Headers.ETag = $"\"{version}\"";

    /// <summary>Sets a header of the answer.</summary>
    internal void Say(string header, string value) => _context.Response.Headers[header] = value;

    /// <summary>A client that is not named by the path, in a parameter or a body.</summary>
    /// <exception cref="ProblemException">The caller knows of none.</exception>
    internal async Task<PathClient> ClientOf(string written)
    {
        var client = await _context.RequestServices.GetRequiredService<Guard>().ClientOf(written, Caller, Token);
        _context.Features.Set(client);
        return client;
    }

    /// <summary>A batch that a path names.</summary>
    /// <exception cref="ProblemException">The caller knows of none.</exception>
    internal async Task<BatchRow> BatchOf(string written)
    {
        var batch = await _context.RequestServices.GetRequiredService<Guard>().BatchOf(written, Caller, Token);
        _context.Features.Set(batch);
        return batch;
    }

    /// <summary>Tells an entity something, for the version of If-Match where one was sent.</summary>
    /// <param name="command">What.</param>
    /// <param name="created">The address of what is there now; null when nothing was made.</param>
    internal async Task<IResult> Tell(Command command, string? created = null)
    {
        var reply = await Store.Send(Expected is { } version ? command with { Expected = version } : command, Token);
        return Replies.Of(this, reply, command.Entity, created);
    }
}
