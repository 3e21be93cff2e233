using System.Diagnostics;
using System.Net;
using SecretMagic.Api;
using SecretMagic.Cli;
using SecretMagic.Integration.Api;
using SecretMagic.Integration.Journal;
using SecretMagic.Pipeline;

namespace SecretMagic.Integration.Cli;

/// <summary>How a process is, as whatever keeps it running asks: whether it lives, which depends on nothing else, and whether it can work.</summary>
public sealed class HealthTests(PostgresServer shared) : IDisposable
{
    private const string Free = "http://127.0.0.1:0";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly SecretMagicRun _run = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_worker_lives_through_an_outage_of_its_database_and_says_that_it_cannot_work()
    {
        await using var server = new PostgresServer();
        var database = await server.NewDatabase(Token);
        await server.Stop(Token);
        using var worker = OtherProcess.SecretMagic(_run.Folder, ["worker", "--health", Free, "--store", database]);
        try
        {
            var url = await Address(worker);
            await Says(0, $"{url}/health: ok", "--url", url);
            await Says(1, $"secretmagic: {url}/ready: The metadata database or the cluster could not be reached yet, or the process ends.", "--url", url, "--ready");
            await server.StartAgain(Token);
            await ApiSite.Until(async () => await _run.Run("health", "--url", url, "--ready") == 0, Token);
            _run.Output.ShouldBe($"{url}/ready: ready\n");
            (await Scraped(url)).ShouldContain("secretmagic_ready 1\n");
            await server.Stop(Token);
            await Says(1, $"secretmagic: {url}/ready: The metadata database does not answer.", "--url", url, "--ready");
            await Says(0, $"{url}/health: ok", "--url", url);
            (await Scraped(url)).ShouldContain("secretmagic_ready 0\n");
            worker.Signal("TERM");
            await worker.WaitForExitAsync(Token).WaitAsync(Deadline, Token);
            worker.ExitCode.ShouldBe(0);
        }
        finally
        {
            if (!worker.HasExited) worker.Kill();
        }
    }

    [Fact]
    public async Task A_process_without_a_database_is_ready_while_it_is_a_member()
    {
        await using var door = await HealthHost.Start(Free, TimeProvider.System, _ => { }, Token);
        var url = door.Urls.Single();
        await Says(1, $"secretmagic: {url}/ready: The metadata database or the cluster could not be reached yet, or the process ends.", "--url", url, "--ready");
        var isUp = true;
        door.Join(() => isUp);
        await Says(0, $"{url}/ready: ready", "--url", url, "--ready");
        (await Scraped(url)).ShouldContain("secretmagic_ready 1\n");
        isUp = false;
        await Says(1, $"secretmagic: {url}/ready: This process is no member of the cluster that is up.", "--url", url, "--ready");
        (await Scraped(url)).ShouldContain("secretmagic_ready 0\n");
        await Says(0, $"{url}/health: ok", "--url", url);
    }

    [Fact]
    public async Task A_process_that_ends_is_ready_no_more_before_its_database_is_closed()
    {
        _run.Environment["SECRETMAGIC_DATABASE"] = await shared.NewDatabase(Token);
        await using var site = await ApiSite.Start(_run.Environment["SECRETMAGIC_DATABASE"], Token);
        await using var door = await HealthHost.Start(Free, TimeProvider.System, _ => { }, Token);
        var url = door.Urls.Single();
        door.Open(site.Store);
        (await _run.Run("health", "--url", url, "--ready")).ShouldBe(0, _run.Errors);
        door.Close();
        (await _run.Run("health", "--url", url, "--ready")).ShouldBe(1);
        (await _run.Run("health", "--url", url)).ShouldBe(0, _run.Errors);
    }

    [Fact]
    public async Task The_api_is_asked_at_the_loopback_where_the_settings_say_that_it_listens_everywhere()
    {
        await using var site = await ApiSite.Start(null, Token);
        _run.Environment["SECRETMAGIC_API_URLS"] = $"http://0.0.0.0:{site.Http.BaseAddress!.Port}";
        await Says(0, $"{site.Http.BaseAddress}ready: ready", "--ready");
    }

    [Fact]
    public async Task Who_does_not_answer_or_answers_something_else_is_not_well()
    {
        using var other = new HttpListener();
        await using var site = await ApiSite.Start(null, Token);
        var port = site.Http.BaseAddress!.Port;
        await site.Host.DisposeAsync();
        (await _run.Run("health", "--url", $"http://127.0.0.1:{port}")).ShouldBe(1);
        _run.Errors.ShouldContain("refused");
        other.Prefixes.Add($"http://127.0.0.1:{port}/");
        other.Start();
        var answered = Task.Run(async () =>
        {
            var call = await other.GetContextAsync();
            call.Response.StatusCode = 500;
            call.Response.Close("[broken"u8.ToArray(), willBlock: true);
        }, Token);
        await Says(1, $"secretmagic: http://127.0.0.1:{port}/health: status 500", "--url", $"http://127.0.0.1:{port}");
        await answered;
        (await _run.Run("health", "--url", "nowhere")).ShouldBe(2);
        (await _run.Run("worker", "--health", "nowhere")).ShouldBe(2);
    }

    [Fact]
    public async Task The_address_in_the_network_of_a_cluster_is_the_one_that_leads_to_a_seed()
    {
        (await OwnAddress.Toward(["127.0.0.1:4053"], Token)).ShouldBe("127.0.0.1");
        (await OwnAddress.Toward(["no.such.host.invalid:4053", "127.0.0.1:4053"], Token)).ShouldBe("127.0.0.1");
        (await Should.ThrowAsync<IOException>(() => OwnAddress.Toward(["no.such.host.invalid:4053"], Token))).Message.ShouldContain("no.such.host.invalid:4053");
        await Should.ThrowAsync<InputException>(() => OwnAddress.Toward([], Token));
    }

    private static async Task<string> Address(Process worker)
    {
        while (await worker.StandardError.ReadLineAsync(Token).AsTask().WaitAsync(Deadline, Token) is { } line)
            if (line.StartsWith("health at ", StringComparison.Ordinal)) return line["health at ".Length..];
        throw new InvalidOperationException("The worker ended without a word.");
    }

    private static async Task<string> Scraped(string url)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync($"{url}/metrics", Token);
    }

    private async Task Says(int code, string line, params string[] options)
    {
        (await _run.Run(["health", .. options])).ShouldBe(code, _run.Errors + _run.Output);
        (code == 0 ? _run.Output : _run.Errors).ShouldBe($"{line}\n");
    }
}
