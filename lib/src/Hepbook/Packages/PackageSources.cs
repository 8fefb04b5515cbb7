using Hepbook.Engine;

namespace Hepbook.Packages;

/// <summary>Where packages may come from, and which of it answers.</summary>
/// <param name="Local">Folders.</param>
/// <param name="Remote">Addresses that answered.</param>
/// <param name="Silent">Addresses that did not, each with the reason.</param>
internal sealed record PackageSources(IReadOnlyList<string> Local, IReadOnlyList<string> Remote, IReadOnlyList<string> Silent)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks NuGet for the sources that its configuration names in and above a folder, and each of them for a sign of life.</summary>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="added">Further sources.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PackageSources> FindAsync(string folder, IReadOnlyList<string> added, CancellationToken cancellationToken)
    {
        var (_, output) = await DotnetCommand.RunAsync(folder, 4 * Patience, cancellationToken, "nuget", "list", "source", "--format", "short").ConfigureAwait(false);
        string[] all = [.. output.Split('\n').Where(l => l.StartsWith("E ", StringComparison.Ordinal)).Select(l => l[2..].Trim()), .. added];
        string[] remote = [.. all.Where(IsRemote)];
        var failures = await Task.WhenAll(remote.Select(s => FailureAsync(s, cancellationToken))).ConfigureAwait(false);
        return new PackageSources(
            [.. all.Where(s => !IsRemote(s))],
            [.. remote.Where((_, i) => failures[i] is null)],
            [.. remote.Zip(failures).Where(p => p.Second is not null).Select(p => $"{p.First} ({p.Second})")]);
    }

    /// <summary>Packages that folders hold and whose names resemble one.</summary>
    public IReadOnlyList<string> Nearest(string name)
    {
        var cached = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var files = Local.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*.nupkg")).Select(f => WithoutVersion(Path.GetFileNameWithoutExtension(f)));
        var folders = Directory.Exists(cached) ? Directory.EnumerateDirectories(cached).Select(f => Path.GetFileName(f)) : [];
        return [.. NearestNames.Of(name, files.Concat(folders).Distinct(StringComparer.OrdinalIgnoreCase)).Take(3)];
    }

    private static bool IsRemote(string source) => Uri.TryCreate(source, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && source.Contains("://", StringComparison.Ordinal);

    // Any answer will do: what it means is NuGet's business.
    private static async Task<string?> FailureAsync(string source, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri(source), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (HttpRequestException e)
        {
            return e.InnerException?.Message ?? e.Message;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {Patience.TotalSeconds} s";
        }
    }

    // Some.Package.1.2.3-beta is Some.Package.
    private static string WithoutVersion(string file)
    {
        var parts = file.Split('.');
        return string.Join('.', parts.TakeWhile((p, i) => i == 0 || !char.IsAsciiDigit(p.FirstOrDefault())));
    }
}
