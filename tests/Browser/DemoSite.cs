using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace SecretMagic.Browser;

/// <summary>The program as a user starts it, <c>serve --demo</c>, in a folder of its own on a free port; and a browser.</summary>
public sealed partial class DemoSite : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);
    private readonly string _folder = Directory.CreateTempSubdirectory("secretmagic-pages-").FullName;
    private readonly ConcurrentQueue<string> _said = new();
    private readonly TaskCompletionSource<Match> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _program;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where it listens.</summary>
    internal string Url { get; private set; } = "";

    /// <summary>The first key.</summary>
    internal string Key { get; private set; } = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static string Root { get; } = FindRoot();

    /// <summary>Serves, and everything of the demonstration is done.</summary>
    public async ValueTask InitializeAsync()
    {
        if (!Chromium.IsThere) return;
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "secretmagic.dll"), "serve", "--demo", "--data", Path.Combine(Root, "data"),
                "--urls", "http://127.0.0.1:0",
            ])
        { WorkingDirectory = _folder, UseShellExecute = false, RedirectStandardError = true };
        // Settings of whoever runs the tests are not those of the site.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("SECRETMAGIC_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        _program = Process.Start(start)!;
        _program.ErrorDataReceived += (_, line) => Hear(line.Data);
        _program.BeginErrorReadLine();
        var exited = _program.WaitForExitAsync(Token);
        var ready = Task.WhenAll(_opened.Task, _loaded.Task);
        if (await Task.WhenAny(ready, exited).WaitAsync(Deadline, Token) == exited) throw new InvalidOperationException(string.Join('\n', _said));
        var opened = await _opened.Task;
        (Url, Key) = (opened.Groups["url"].Value, opened.Groups["key"].Value);
        await UntilDone();
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.Start(_playwright);
    }

    /// <summary>Looks at a page; a console error or a breach of the policy fails whoever looked.</summary>
    /// <param name="look">What is done there.</param>
    /// <param name="hash">Which page; null for the one without a key.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="isDark">The system's wish.</param>
    /// <param name="expected">An error that is meant to be there.</param>
    internal async Task Visit(Func<IPage, Task> look, string? hash = "clients", int width = 1280, bool isDark = false, string? expected = null)
    {
        Chromium.Needed();
        await using var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Url,
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = width, Height = width < 600 ? 780 : 800 },
        });
        context.SetDefaultTimeout(30_000);
        var errors = new ConcurrentQueue<string>();
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" && (expected is null || !message.Text.Contains(expected, StringComparison.Ordinal))) errors.Enqueue(message.Text);
        };
        page.PageError += (_, error) => errors.Enqueue(error);
        await page.GotoAsync(hash is null ? "/" : $"/#key={Key}");
        if (hash is not null)
        {
            await page.GetByRole(AriaRole.Heading, new() { Name = "Clients", Exact = true }).WaitForAsync();
            await Go(page, hash);
        }

        await look(page);
        errors.ShouldBeEmpty();
    }

    /// <summary>Goes to a page and waits until it is drawn.</summary>
    internal static async Task Go(IPage page, string hash)
    {
        await page.EvaluateAsync("hash => { location.hash = hash }", hash);
        await page.WaitForFunctionAsync("hash => document.getElementById('main').dataset.page === hash", hash);
    }

    /// <summary>A key for a client, named as its role.</summary>
    internal async Task<string> Issue(string role, string client)
    {
        using var key = JsonDocument.Parse(await Post("/api/v1/keys", new { name = role, role, clients = (string[])[client] }));
        return key.RootElement.GetProperty("key").GetString()!;
    }

    /// <summary>Another client.</summary>
    internal Task Register(string id, string name) =>
        Post("/api/v1/clients", new { id, name, enabled = new { feature_engineering = true, bom_explosion = true } });

    /// <summary>A batch of a client that is started once.</summary>
    internal Task Queue(string client, string work, string id) => Post($"/api/v1/clients/{client}/batches", new { work, id, attempts = 1 });

    /// <summary>The client patisserie, whose recipes are these.</summary>
    internal async Task Patisserie(string recipes)
    {
        await Register("patisserie", "Patisserie");
        await Upload("patisserie", "bom.csv", recipes);
        await Upload("patisserie", "demand.csv", "item,date,quantity\nbread,2026-01-02,100\n");
        await Send(HttpMethod.Put, "/api/v1/clients/patisserie/sources/bom", new { options = new { bom = "upload:bom.csv", demand = "upload:demand.csv" } });
        await Send(HttpMethod.Put, "/api/v1/clients/patisserie/configs/bom", new { max_levels = 5 });
        await Send(HttpMethod.Put, "/api/v1/clients/patisserie/configs/lag", new { lags = (int[])[7] });
        using var configs = JsonDocument.Parse(await Send(HttpMethod.Get, "/api/v1/clients/patisserie/configs", null));
        await Post("/api/v1/clients/patisserie/confirmation", new { revision = configs.RootElement.GetProperty("revision").GetInt32() });
    }

    /// <summary>A file of a client.</summary>
    internal async Task Upload(string client, string name, string content)
    {
        using var http = Http();
        using var answer = await http.PutAsync($"/api/v1/clients/{client}/uploads/{name}", new StringContent(content), Token);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Token));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_program is { HasExited: false }) _program.Kill(entireProcessTree: true);
        if (_program is not null) await _program.WaitForExitAsync(CancellationToken.None);
        _program?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        _said.Enqueue(line);
        if (Opened().Match(line) is { Success: true } found) _opened.TrySetResult(found);
        if (line.Contains("rows are new", StringComparison.Ordinal)) _loaded.TrySetResult();
    }

    private Task<string> Post(string path, object body) => Send(HttpMethod.Post, path, body);

    private async Task<string> Send(HttpMethod method, string path, object? body)
    {
        using var http = Http();
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await http.SendAsync(request, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return text;
    }

    private HttpClient Http()
    {
        Chromium.Needed();
        var http = new HttpClient { BaseAddress = new Uri(Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        return http;
    }

    /// <summary>The batches of the demonstration are done.</summary>
    private async Task UntilDone()
    {
        using var http = Http();
        using var late = new CancellationTokenSource(Deadline);
        while (true)
        {
            using var answer = JsonDocument.Parse(await http.GetStringAsync("/api/v1/clients/demo/batches", late.Token));
            var states = answer.RootElement.GetProperty("items").EnumerateArray().Select(batch => batch.GetProperty("status").GetString()).ToArray();
            states.ShouldNotContain("failed", answer.RootElement.ToString());
            if (states.Length >= 2 && states.All(state => state == "done")) return;
            await Task.Delay(200, late.Token);
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "SecretMagic.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("The tests run outside a checkout: SecretMagic.sln is in no folder above them.");
    }

    [GeneratedRegex(@"^open (?<url>http://\S+)/#key=(?<key>\S+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Opened();
}
