using System.Globalization;
using System.Text.RegularExpressions;
using Hepbook.Doctor;
using Hepbook.Notebooks;
using Hepbook.Reports;
using Microsoft.Playwright;

namespace Hepbook.BrowserTests;

/// <summary>The first notebook in a real browser, with the classic front end of Jupyter.</summary>
public sealed partial class ClassicNotebookTests : IAsyncLifetime
{
    private const string Empty = """
        {"cells": [], "metadata": {"kernelspec": {"display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp"}}, "nbformat": 4, "nbformat_minor": 5}
        """;

    private readonly string repository = RepositoryFolder.Find()!;
    private IPlaywright? playwright;
    private IBrowser? browser;
    private JupyterServer? server;

    public async ValueTask InitializeAsync()
    {
        if (JupyterServer.Missing() is { } missing)
            Assert.Skip(missing);
        if (Chromium.Find() is not { } chromium)
        {
            Assert.Skip("No Chromium was found (Debian: apt-get install chromium).");
            return;
        }

        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = ["--no-sandbox", "--disable-gpu"] });
        server = new JupyterServer(repository);
        await server.StartedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.CloseAsync();
        playwright?.Dispose();
        server?.Dispose();
    }

    [Fact]
    public async Task The_first_notebook_draws_charts_offline_and_a_long_run_can_be_interrupted_and_continued()
    {
        var (json, charts) = FirstNotebook();
        var page = await NotebookPage.OpenAsync(browser!, server!, server!.Add("start.ipynb", json));
        await page.RunAllAsync();
        Assert.Equal(0, await page.ErrorsAsync());
        Assert.NotEmpty(await page.ProgressAsync());
        var drawn = await page.ChartsAsync(charts);
        Assert.Equal(charts, drawn.Length);
        Assert.DoesNotContain(0, drawn);
        Assert.DoesNotContain(page.Outside, url => url.Contains("plotly", StringComparison.Ordinal));
        await page.PictureAsync(Picture("notebook-run"));

        await page.RunAsync("var kept = 17;");
        await page.ProgressAsync();
        var cell = await page.StartAsync("""
            kept = 18;
            {
                using var bar = new ProgressBar("Long run");
                using var beginning = network.PriorDraws(4, seed);
                Hmc.Sample(posterior, beginning, options with { Warmup = 1_000, Draws = 2_000_000 }, bar, Notebook.CancellationToken);
            }
            """);
        await page.ProgressAsync(values: 4, cell);
        var shown = await page.ProgressAsync();
        Assert.Equal(shown.Order(), shown);
        await page.PictureAsync(Picture("notebook-sampling"));
        Assert.InRange(await page.InterruptAsync(cell), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        // The page may draw the last output a moment after the kernel is idle.
        for (var wait = 0; wait < 50 && !(await LastLine()).StartsWith("Interrupted", StringComparison.Ordinal); wait++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.StartsWith("Interrupted", await LastLine(), StringComparison.Ordinal);
        async Task<string> LastLine() => (await page.TextAsync(cell)).Split('\n')[^1];

        Assert.Equal("18", await page.RunAsync("kept"));
        Assert.Equal("True", await page.RunAsync("lastException is SamplingCancelledException { Run: not null }"));
        Assert.Contains("R-hat", await page.RunAsync("Sample(network, posterior).Summary()"), StringComparison.Ordinal);
        await page.PictureAsync(Picture("notebook-continued"));
    }

    [Fact]
    public async Task The_kernel_ends_with_its_front_end()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Processes are looked up in /proc.");
        var page = await NotebookPage.OpenAsync(browser!, server!, server!.Add("empty.ipynb", Empty));
        var kernel = "/proc/" + int.Parse(await page.RunAsync("Environment.ProcessId"), CultureInfo.InvariantCulture);
        Assert.True(Directory.Exists(kernel));
        await page.StartAsync("while (true) { }");
        server.Kill();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Directory.Exists(kernel))
            await Task.Delay(100, patience.Token);
    }

    // A short version that finds the library and has no outputs, and the number of charts that the stored one shows.
    private (string Json, int Charts) FirstNotebook()
    {
        var text = File.ReadAllText(Path.Combine(repository, "notebooks", "00-start-here.ipynb"));
        var copy = text.Replace("../lib/dist/", repository.Replace('\\', '/') + "/lib/dist/", StringComparison.Ordinal).Replace("var quick = false;", "var quick = true;", StringComparison.Ordinal);
        var notebook = NotebookReader.Parse(copy, "00-start-here.ipynb");
        foreach (var cell in notebook.CodeCells)
            cell.Outputs.Clear();
        return (NotebookWriter.ToText(notebook), ChartType().Count(text));
    }

    private string Picture(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(repository, "lib", "artifacts", "screenshots"));
        return Path.Combine(folder.FullName, name + ".png");
    }

    [GeneratedRegex(@"""application/vnd\.plotly\.v1\+json"":")]
    private static partial Regex ChartType();
}
