using System.Diagnostics;

namespace Hepbook.Reports;

/// <summary>A browser of the Chromium family, used from its command line to turn charts into images.</summary>
internal static class Chromium
{
    /// <summary>Environment variable with the browser to use; <c>none</c> switches images off.</summary>
    public const string Variable = "HEPBOOK_CHROMIUM";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge"];

    /// <summary>The path of a browser; null if there is none or images are switched off.</summary>
    public static string? Find()
    {
        var wanted = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrWhiteSpace(wanted))
            return wanted.Equals("none", StringComparison.OrdinalIgnoreCase) ? null : File.Exists(wanted) ? wanted : InPath(wanted);
        return Names.Select(InPath).Concat(UsualPlaces()).FirstOrDefault(f => f is not null && File.Exists(f));
    }

    /// <summary>Opens a page without a window or the network, lets its scripts finish, and returns the resulting document.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="page">An HTML file.</param>
    /// <returns>The document as HTML text.</returns>
    /// <exception cref="InvalidOperationException">The browser failed or took too long.</exception>
    public static string DumpDocument(string browser, string page)
    {
        var profile = Directory.CreateTempSubdirectory("hepbook-browser-");
        try
        {
            string[] sandbox = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [];
            var start = new ProcessStartInfo(browser,
            [
                "--headless", .. sandbox, "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--force-color-profile=srgb", "--user-data-dir=" + profile.FullName, "--virtual-time-budget=60000", "--dump-dom", new Uri(page).AbsoluteUri,
            ])
            { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{browser}' could not be started");
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"'{browser}' did not finish within {Patience.TotalSeconds} s");
            }

            var text = output.GetAwaiter().GetResult();
            var last = errors.GetAwaiter().GetResult().TrimEnd().Split('\n')[^1];
            return process.ExitCode == 0 ? text : throw new InvalidOperationException($"'{browser}' ended with code {process.ExitCode}: {last}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"'{browser}' could not be started: {e.Message}", e);
        }
        finally
        {
            DeleteProfile(profile);
        }
    }

    private static void DeleteProfile(DirectoryInfo profile)
    {
        try
        {
            profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A helper process of the browser may hold a file a moment longer; the folder lies in the system's temporary folder.
        }
    }

    private static string? InPath(string name)
    {
        var file = OperatingSystem.IsWindows() && !name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name + ".exe" : name;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }

    private static IEnumerable<string> UsualPlaces()
    {
        if (OperatingSystem.IsMacOS())
            return ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"];
        if (!OperatingSystem.IsWindows())
            return [];
        Environment.SpecialFolder[] roots = [Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86, Environment.SpecialFolder.LocalApplicationData];
        string[] programs = [@"Google\Chrome\Application\chrome.exe", @"Microsoft\Edge\Application\msedge.exe", @"Chromium\Application\chrome.exe"];
        return roots.SelectMany(r => programs.Select(p => Path.Combine(Environment.GetFolderPath(r), p)));
    }
}
