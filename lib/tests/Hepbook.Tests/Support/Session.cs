using System.Text.Json.Nodes;
using Hepbook.Assistance;
using Hepbook.Engine;
using Hepbook.Notebooks;

namespace Hepbook.Tests.Support;

/// <summary>A session in a temporary folder that returns the outputs of each cell as they would be stored.</summary>
internal sealed class Session : IDisposable
{
    private readonly NotebookSession session;
    private int number;

    public Session() => session = new NotebookSession(Folder.Path);

    public TemporaryFolder Folder { get; } = new();

    public List<string> StatusLines { get; } = [];

    public CellOutcome Outcome { get; private set; } = CellOutcome.Success;

    public async Task<JsonArray> RunAsync(string code, CellLimits? limits = null)
    {
        var outputs = new CellOutputs(++number, StatusLines.Add);
        Outcome = await session.RunAsync(code, number, outputs, limits ?? new CellLimits());
        return outputs.Close();
    }

    public async Task<string> ValueAsync(string code)
    {
        var outputs = await RunAsync(code);
        Assert.Null(Outcome.Error);
        return TestNotebook.Text(outputs.Single(o => o!["output_type"]!.ToString() == "execute_result")!["data"]!["text/plain"]);
    }

    public CompletionList Complete(string code) => session.Complete(code, code.Length);

    public void Dispose()
    {
        session.Dispose();
        Folder.Dispose();
    }
}
