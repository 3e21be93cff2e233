using Microsoft.Playwright;

namespace SecretMagic.Browser;

/// <summary>The browser of the system: the tests never fetch one.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

    /// <summary>Starts it without a window.</summary>
    /// <exception cref="FileNotFoundException">There is none on the PATH.</exception>
    internal static Task<IBrowser> Start(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Find(), Headless = true });

    private static string Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                $"The tests of the pages need a browser: install Chromium so that one of {string.Join(", ", Names)} is on the PATH.");
    }
}
