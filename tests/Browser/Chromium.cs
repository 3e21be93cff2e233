using Microsoft.Playwright;

namespace SecretMagic.Browser;

/// <summary>The browser of the system: the tests never fetch one.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

    private static readonly string? Program = Find();

    /// <summary>Starts it without a window.</summary>
    internal static Task<IBrowser> Start(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Headless = true });

    /// <summary>There is one on the PATH.</summary>
    internal static bool IsThere => Program is not null;

    /// <summary>Leaves out a test that needs it where there is none, and says so.</summary>
    internal static void Needed() => Assert.SkipUnless(
        IsThere, $"The tests of the pages need a browser: install Chromium so that one of {string.Join(", ", Names)} is on the PATH.");

    private static string? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
