using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace Hepbook.Jupyter;

/// <summary>What was run since the kernel started, for front ends that offer to repeat it.</summary>
internal sealed class ExecutionHistory : IRequestHandler
{
    // There is one session: a new kernel begins anew.
    private const int Session = 1;

    private readonly Lock gate = new();
    private readonly List<(int Line, string Input, string Output)> entries = [];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Types => ["history_request"];

    /// <summary>Remembers a cell.</summary>
    /// <param name="line">The number of the execution.</param>
    /// <param name="input">The cell.</param>
    /// <param name="output">Its result as text.</param>
    public void Add(int line, string input, string output)
    {
        lock (gate)
            entries.Add((line, input, output));
    }

    /// <inheritdoc/>
    public Task<JsonObject?> HandleAsync(KernelMessage request)
    {
        var content = request.Content;
        var withOutput = content.Flag("output", false);
        lock (gate)
        {
            JsonNode[] found = [.. Find(content).Select(e => new JsonArray(Session, e.Line, withOutput ? new JsonArray(e.Input, e.Output) : e.Input))];
            return Task.FromResult<JsonObject?>(new JsonObject { ["status"] = "ok", ["history"] = new JsonArray(found) });
        }
    }

    private IEnumerable<(int Line, string Input, string Output)> Find(JsonObject content)
    {
        var most = content.Number("n", int.MaxValue);
        switch (content.TextOrNull("hist_access_type"))
        {
            case "tail":
                return entries.TakeLast(most);
            case "range":
                // Session 0 is the current one, a negative one an earlier, which we do not keep; the end is not included.
                var (start, stop) = (content.Number("start", 0), content.Number("stop", int.MaxValue));
                return content.Number("session", 0) is 0 or Session ? entries.Where(e => e.Line >= start && e.Line < stop) : [];
            case "search":
                var pattern = content.TextOrNull("pattern") ?? "*";
                var matches = entries.Where(e => FileSystemName.MatchesSimpleExpression(pattern, e.Input, ignoreCase: false));
                return (content.Flag("unique", false) ? matches.Reverse().DistinctBy(e => e.Input).Reverse() : matches).TakeLast(most);
            default:
                throw new FormatException("'hist_access_type' must be 'tail', 'range' or 'search'.");
        }
    }
}
