using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Hepbook.Notebooks;

namespace Hepbook.Packages;

/// <summary>Fetches the packages of one language of a notebook, all together, so that their versions agree.</summary>
/// <param name="folder">The notebook's folder: a <c>nuget.config</c> there or above is honoured, and relative sources start there.</param>
internal sealed partial class PackageRestore(string folder)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan OfflineLimit = TimeSpan.FromSeconds(30);

    private readonly List<PackageRequest> packages = [];
    private readonly List<string> sources = [];

    /// <summary>Fetches packages in addition to those before.</summary>
    /// <param name="requests">What a cell asks for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The files of all packages so far.</returns>
    /// <exception cref="UserErrorException">Something cannot be had; nothing is added.</exception>
    public async Task<RestoredFiles> AddAsync(IReadOnlyList<PackageRequest> requests, CancellationToken cancellationToken)
    {
        List<PackageRequest> wanted = [.. packages.Where(p => !requests.Any(r => Same(r, p))), .. requests.Where(r => r.Version is not null)];
        List<string> from = [.. sources, .. requests.Where(r => r.Version is null).Select(r => Source(r.Name)).Except(sources)];
        var files = wanted.Count > 0 ? await RestoreAsync(wanted, from, cancellationToken).ConfigureAwait(false) : new RestoredFiles([], []);
        packages.Clear();
        packages.AddRange(wanted);
        sources.Clear();
        sources.AddRange(from);
        return files;
    }

    private static bool Same(PackageRequest a, PackageRequest b) => string.Equals(a.Name, b.Name, StringComparison.OrdinalIgnoreCase);

    private string Source(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal))
            return text;
        var path = Path.GetFullPath(text, folder);
        return Directory.Exists(path) ? path : throw new UserErrorException($"#i \"nuget: {text}\": there is no folder {path}.");
    }

    private async Task<RestoredFiles> RestoreAsync(List<PackageRequest> wanted, List<string> from, CancellationToken cancellationToken)
    {
        var text = Project(wanted, from);
        var home = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "Hepbook", "packages",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]);
        var assets = Path.Combine(home, "obj", "project.assets.json");
        // What was fetched once needs neither time nor network, unless the newest is wanted.
        if (!wanted.Any(p => p.Version!.Contains('*', StringComparison.Ordinal)) && RestoredFiles.Read(assets) is { } cached)
            return cached;
        Directory.CreateDirectory(home);
        AtomicFile.WriteAllText(Path.Combine(home, "packages.csproj"), text);

        var reachable = await PackageSources.FindAsync(folder, from, cancellationToken).ConfigureAwait(false);
        var offline = reachable.Silent.Count > 0;
        // A source that does not answer would be waited for; the packages may be there all the same.
        string[] restrict = offline ? [$"-p:RestoreSources={string.Join("%3B", reachable.Local.Where(Directory.Exists).Concat(reachable.Remote).DefaultIfEmpty(home))}", "-p:RestoreAdditionalProjectSources="] : [];
        var (code, output) = await DotnetCommand.RunAsync(home, offline && reachable.Remote.Count == 0 ? OfflineLimit : Limit, cancellationToken, ["restore", .. restrict]).ConfigureAwait(false);
        if (code == 0 && RestoredFiles.Read(assets) is { } files)
            return files;
        // A list of an earlier try must not be taken for the result of this one.
        File.Delete(assets);
        throw new UserErrorException(Failure(code, output, wanted, reachable));
    }

    private static string Failure(int? code, string output, List<PackageRequest> wanted, PackageSources sources)
    {
        var text = new StringBuilder(code is null ? "The packages could not be fetched in time." : "The packages could not be fetched.");
        foreach (var error in Error().Matches(output).Select(m => m.Groups[1].Value.Trim()).Distinct().Take(5))
            text.Append(' ').Append(error);
        text.Append(" Tried: ").AppendJoin(", ", sources.Local.Concat(sources.Remote).DefaultIfEmpty("no source")).Append('.');
        if (sources.Silent.Count > 0)
            text.Append(" Not reached: ").AppendJoin(", ", sources.Silent).Append('.');
        foreach (var package in wanted.Where(p => output.Contains($"NU1101: Unable to find package {p.Name}.", StringComparison.OrdinalIgnoreCase)))
        {
            if (sources.Nearest(package.Name) is { Count: > 0 } nearest)
                text.Append($" Did you mean {string.Join(", ", nearest)}?");
        }

        return text.ToString();
    }

    private string Project(List<PackageRequest> wanted, List<string> from)
    {
        static string Xml(string text) => SecurityElement.Escape(text)!;
        var references = wanted.Select(p => $"    <PackageReference Include=\"{Xml(p.Name)}\" Version=\"{Xml(p.Version!)}\" />");
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.{Environment.Version.Minor}</TargetFramework>
                <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <UseAppHost>false</UseAppHost>
                <NuGetAudit>false</NuGetAudit>
                <RestoreRootConfigDirectory>{Xml(folder)}</RestoreRootConfigDirectory>
                <RestoreAdditionalProjectSources>{Xml(string.Join(';', from))}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
            {string.Join('\n', references)}
              </ItemGroup>
            </Project>
            """;
    }

    [GeneratedRegex(@"error (NU\d+: .*?)(?:\[[^\[\]]*\])?\s*$", RegexOptions.Multiline)]
    private static partial Regex Error();
}
