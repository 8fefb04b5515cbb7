using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;

namespace Hepbook.BrowserTests;

/// <summary>A notebook in the classic front end, driven as a user would: menus and buttons where there are any.</summary>
internal sealed class NotebookPage
{
    private const float Patience = 120_000;

    private readonly IPage page;
    private readonly Func<string> log;

    private NotebookPage(IPage page, Func<string> log) => (this.page, this.log) = (page, log);

    /// <summary>Addresses beyond this computer that the page asked for; none was answered.</summary>
    public List<string> Outside { get; } = [];

    /// <summary>Opens a notebook and waits for its kernel.</summary>
    public static async Task<NotebookPage> OpenAsync(IBrowser browser, JupyterServer server, string address, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1200, Height = 900 }, ColorScheme = scheme });
        var notebook = new NotebookPage(page, () => server.Log);
        await page.RouteAsync(url => !new Uri(url).IsLoopback && !url.StartsWith("data:", StringComparison.Ordinal), async route =>
        {
            notebook.Outside.Add(route.Request.Url);
            await route.AbortAsync();
        });
        await page.GotoAsync(address);
        await notebook.UntilAsync("window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected() && Jupyter.notebook._fully_loaded");
        // Every value that a progress bar shows.
        await page.EvaluateAsync("""
            () => {
              window.seen = [];
              new MutationObserver(() => document.querySelectorAll('#notebook-container progress').forEach(bar => {
                if (window.seen[window.seen.length - 1] !== bar.value) window.seen.push(bar.value);
              })).observe(document.body, { childList: true, subtree: true });
            }
            """);
        return notebook;
    }

    /// <summary>Chooses Cell, Run All, and waits until every cell has its number.</summary>
    public async Task RunAllAsync()
    {
        await page.ClickAsync("#celllink");
        await page.ClickAsync("#run_all_cells");
        await UntilAsync("Jupyter.notebook.get_cells().every(c => c.cell_type !== 'code' || typeof c.input_prompt_number === 'number')");
    }

    /// <summary>Adds a cell at the end and starts it.</summary>
    /// <returns>Its place.</returns>
    public async Task<int> StartAsync(string code) => await page.EvaluateAsync<int>(
        """
        code => {
          const cell = Jupyter.notebook.insert_cell_at_bottom('code');
          cell.set_text(code);
          const index = Jupyter.notebook.find_cell_index(cell);
          Jupyter.notebook.execute_cells([index]);
          return index;
        }
        """,
        code);

    /// <summary>Runs a cell at the end.</summary>
    /// <returns>Its outputs as text, one after another.</returns>
    public async Task<string> RunAsync(string code)
    {
        var index = await StartAsync(code);
        await EndAsync(index);
        return await TextAsync(index);
    }

    /// <summary>Waits for the end of a cell.</summary>
    public Task EndAsync(int index) => UntilAsync($"typeof Jupyter.notebook.get_cell({index}).input_prompt_number === 'number'");

    /// <summary>What a cell shows, as text.</summary>
    public Task<string> TextAsync(int index) => page.EvaluateAsync<string>(
        """
        index => Jupyter.notebook.get_cell(index).output_area.outputs
          .map(o => o.output_type === 'error' ? o.ename + ': ' + o.evalue : o.text || o.data['text/plain']).join('\n')
        """,
        index);

    /// <summary>Presses the button that interrupts.</summary>
    /// <returns>The time until the cell has ended.</returns>
    public async Task<TimeSpan> InterruptAsync(int index)
    {
        var watch = Stopwatch.StartNew();
        await page.ClickAsync("button[data-jupyter-action='jupyter-notebook:interrupt-kernel']");
        await EndAsync(index);
        return watch.Elapsed;
    }

    /// <summary>The values that progress bars showed since this was last asked.</summary>
    public async Task<double[]> ProgressAsync()
    {
        var seen = await page.EvaluateAsync<JsonElement?>("() => { const values = window.seen; window.seen = []; return values; }");
        return [.. seen!.Value.EnumerateArray().Select(v => v.GetDouble())];
    }

    /// <summary>Waits until the progress bar of a running cell has shown some values more.</summary>
    public async Task ProgressAsync(int values, int cell)
    {
        await UntilAsync($"window.seen.length >= {values} || typeof Jupyter.notebook.get_cell({cell}).input_prompt_number === 'number'");
        if (await page.EvaluateAsync<int>("() => window.seen.length") < values)
            Assert.Fail($"The cell ended: {await TextAsync(cell)}");
    }

    /// <summary>The number of failed cells.</summary>
    public Task<int> ErrorsAsync() => page.EvaluateAsync<int>("() => document.querySelectorAll('.output_error').length");

    /// <summary>The number of marks (lines, bars, points) in each chart that is large enough to be seen.</summary>
    public async Task<int[]> ChartsAsync(int expected)
    {
        await UntilAsync($"document.querySelectorAll('.js-plotly-plot .main-svg .trace path').length > 0 && document.querySelectorAll('.js-plotly-plot').length >= {expected}");
        return await page.EvaluateAsync<int[]>(
            """
            () => [...document.querySelectorAll('.js-plotly-plot')].map(chart => {
              const box = chart.querySelector('.main-svg').getBoundingClientRect();
              return box.width > 400 && box.height > 200 ? chart.querySelectorAll('.trace path').length : 0;
            })
            """);
    }

    /// <summary>Stores a picture of the whole notebook.</summary>
    public async Task PictureAsync(string file)
    {
        var height = await page.EvaluateAsync<int>("() => document.getElementById('notebook').scrollHeight + 200");
        await page.SetViewportSizeAsync(1200, Math.Min(height, 12_000));
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
        await page.SetViewportSizeAsync(1200, 900);
    }

    private async Task UntilAsync(string condition)
    {
        try
        {
            await page.WaitForFunctionAsync($"() => {condition}", null, new PageWaitForFunctionOptions { Timeout = Patience, PollingInterval = 20 });
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Not within {Patience / 1000} s: {condition}\n{log()}");
        }
    }
}
