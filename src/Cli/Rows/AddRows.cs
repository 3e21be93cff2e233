using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using SecretMagic.Domain;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;
using SecretMagic.Runtime.Online;

namespace SecretMagic.Cli;

/// <summary><c>rows add</c>: new rows, late ones and corrections of a file.</summary>
internal static class AddRows
{
    public static Command Create(MetadataShell shell)
    {
        var client = Written.Client();
        var input = new Option<string>("--input")
        {
            HelpName = "FILE|-",
            Description = "CSV, Parquet or NDJSON with series_id, timestamp, target, other columns of the plan, known_at; - reads CSV or NDJSON from a pipe",
            Required = true,
        };
        var knownAt = new Option<string?>("--known-at")
        {
            HelpName = "TIME",
            Description = "when rows without known_at became known, UTC unless it says otherwise; now by default",
        };
        return shell.Tells(
            new Command("add", "Take rows; the same file again changes nothing.") { client, input, knownAt },
            async (store, parsed, stamp, token) =>
            {
                var tenant = Written.As<TenantId>(parsed.GetRequiredValue(client));
                await ClientChange.Clear(store, tenant, WorkKind.Features, token);
                DateTimeOffset? known = parsed.GetValue(knownAt) is { } written ? Written.Moment(written, "--known-at") : null;
                await using var file = await Given.Of(parsed.GetRequiredValue(input), token);

                // The same rows are the same wish whoever brings them when, unless the caller names it.
                var isNamed = parsed.GetValue<string?>("--command-id") is not null;
                var wish = isNamed ? stamp : Stamp.Create(CommandId.Parse("file"), stamp.Who, stamp.When);
                return await Add(store, tenant, wish, file.Path, known, token);
            });
    }

    private static async Task<Answer> Add(
        MetadataStore store, TenantId tenant, Stamp stamp, string path, DateTimeOffset? knownAt, CancellationToken token)
    {
        var started = Stopwatch.GetTimestamp();
        var online = new ClientShards(store.Gateway, tenant);
        if (await online.Plan(token) is not { } plan) throw PlanMissing(tenant);
        var compiled = OnlinePlan.Compile(plan.Definition, "the plan of the client", plan.Country);
        long rows = 0, news = 0;
        foreach (var part in RowFile.Read(path, compiled, RowBlock.MaxRows, token))
        {
            var answer = await online.Add(stamp, plan, part, knownAt, token);
            (rows, news) = (rows + answer.Rows, news + answer.News);
            if (answer.Refused is Reply.Rejected refused) return Answer.Refused(refused, Hint.Of(refused, tenant.Value));
            if (answer.Refused is not null) throw new IOException("Too much waits already: add the same rows again later; those that are stored are known.");
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new Answer(
            new { Client = tenant.Value, Rows = rows, News = news, Seconds = seconds, RowsASecond = rows / seconds },
            console => console.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{tenant}: {news:N0} of {rows:N0} rows are new and stored, {rows - news:N0} were known; {rows / seconds:N0} rows a second")));
    }

    internal static RefusedException PlanMissing(TenantId tenant) =>
        new(new Reply.Rejected("plan-missing", $"No plan says what is computed for the rows of client {tenant}."), tenant.Value);

    /// <summary>The file that is read: the one that was named, or what the standard input brings, for as long as it is needed.</summary>
    private sealed class Given(string path, bool isOwn) : IAsyncDisposable
    {
        public string Path => path;

        public static async Task<Given> Of(string given, CancellationToken token)
        {
            if (given != "-") return new Given(given, isOwn: false);
            await using var input = Console.OpenStandardInput();
            var first = new byte[1];
            var isThere = await input.ReadAsync(first, token) > 0;
            var name = first[0] == '{' ? "rows.ndjson" : "rows.csv";
            var copy = System.IO.Path.Combine(Directory.CreateTempSubdirectory("secretmagic-input-").FullName, name);
            await using var output = File.Create(copy);
            if (isThere) await output.WriteAsync(first, token);
            await input.CopyToAsync(output, token);
            return new Given(copy, isOwn: true);
        }

        public ValueTask DisposeAsync()
        {
            if (isOwn) Directory.Delete(System.IO.Path.GetDirectoryName(path)!, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
