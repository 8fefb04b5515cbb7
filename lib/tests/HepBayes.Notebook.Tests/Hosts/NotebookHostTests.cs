using HepBayes.Notebooks.Hosts;
using Microsoft.AspNetCore.Html;

namespace HepBayes.Notebooks.Tests.Hosts;

public class NotebookHostTests
{
    [Fact]
    public void Hepbook_is_found_by_the_name_of_its_type()
    {
        var host = NotebookHost.Find((assembly, type) => (assembly, type) == ("hepbook", "Hepbook.Hosting.CellContext") ? typeof(CellContext) : null);
        Assert.Equal("Hepbook", host!.Name);
        Assert.True(host.KeepsJson);
    }

    [Fact]
    public void Hepbook_displays_updates_and_shows_status()
    {
        using var source = new CancellationTokenSource();
        CellContext.Current = new CellContext(source.Token);
        var host = new HepbookHost(typeof(CellContext));
        var displayed = host.Display("<b>a</b>", "a");
        displayed.Update("<b>b</b>", "b", final: true);
        Assert.Equal(["display <b>a</b> a", "status a", "update <b>b</b> b", "status b"], CellContext.Current.Log);
        Assert.Equal(source.Token, host.CancellationToken);
    }

    [Fact]
    public void DotNet_Interactive_is_found_and_displays_through_its_extension_method()
    {
        using var source = new CancellationTokenSource();
        KernelInvocationContext.Current = new KernelInvocationContext(source.Token);
        var host = NotebookHost.Find((assembly, type) => type switch
        {
            "Microsoft.DotNet.Interactive.KernelInvocationContext" => typeof(KernelInvocationContext),
            "Microsoft.DotNet.Interactive.KernelInvocationContextExtensions" => typeof(KernelInvocationContextExtensions),
            _ => null,
        })!;
        Assert.Equal(".NET Interactive", host.Name);
        Assert.False(host.KeepsJson);
        host.Display("<b>a</b>", "a").Update("<b>b</b>", "b", final: true);
        Assert.Equal(["text/html <b>a</b>", "update <b>b</b>"], KernelInvocationContext.Current.Log);
        Assert.Equal(source.Token, host.CancellationToken);
    }

    [Fact]
    public void Without_a_host_there_is_none() => Assert.Null(NotebookHost.Find((_, _) => null));

    [Fact]
    public void A_terminal_line_is_overwritten_and_ended()
    {
        var terminal = new StringWriter { NewLine = "\n" };
        var line = new ConsoleHost(terminal, interactive: true).Display("", "long text");
        line.Update("", "short", final: false);
        line.Update("", "end", final: true);
        Assert.Equal("\rlong text\rshort    \rend  \n", terminal.ToString());
    }

    [Fact]
    public void A_log_file_gets_the_last_state_only()
    {
        var file = new StringWriter { NewLine = "\n" };
        var line = new ConsoleHost(file, interactive: false).Display("", "start");
        line.Update("", "middle", final: false);
        line.Update("", "end", final: true);
        Assert.Equal("end\n", file.ToString());
    }

    // The shapes of the real types, as far as they are used.
    private sealed class CellContext(CancellationToken token)
    {
        [ThreadStatic]
        private static CellContext? current;

        public static CellContext Current
        {
            get => current!;
            set => current = value;
        }

        public List<string> Log { get; } = [];

        public CancellationToken CancellationToken => token;

        public Handle Display(IReadOnlyDictionary<string, string> mimeBundle)
        {
            Log.Add($"display {mimeBundle["text/html"]} {mimeBundle["text/plain"]}");
            return new Handle(Log);
        }

        public void Status(string line) => Log.Add("status " + line);
    }

    private sealed class Handle(List<string> log)
    {
        public void Update(IReadOnlyDictionary<string, string> mimeBundle) => log.Add($"update {mimeBundle["text/html"]} {mimeBundle["text/plain"]}");
    }

    private sealed class KernelInvocationContext(CancellationToken token)
    {
        [ThreadStatic]
        private static KernelInvocationContext? current;

        public static KernelInvocationContext Current
        {
            get => current!;
            set => current = value;
        }

        public List<string> Log { get; } = [];

        public CancellationToken CancellationToken => token;
    }

    private static class KernelInvocationContextExtensions
    {
        public static DisplayedValue Display(KernelInvocationContext context, object value, params string[] mimeTypes)
        {
            context.Log.Add($"{mimeTypes.Single()} {((HtmlString)value).Value}");
            return new DisplayedValue(context.Log);
        }
    }

    private sealed class DisplayedValue(List<string> log)
    {
        public void Update(object updatedValue) => log.Add("update " + ((HtmlString)updatedValue).Value);
    }
}
