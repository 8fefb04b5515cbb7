using System.Reflection;

namespace HepBayes.Notebooks.Hosts;

/// <summary>Hepbook, reached through its static <c>CellContext.Current</c>.</summary>
/// <param name="contextType">The type <c>Hepbook.Hosting.CellContext</c> or one of the same shape.</param>
internal sealed class HepbookHost(Type contextType) : NotebookHost
{
    /// <inheritdoc/>
    public override string Name => "Hepbook";

    /// <inheritdoc/>
    public override bool KeepsJson => true;

    /// <inheritdoc/>
    public override CancellationToken CancellationToken =>
        Cell() is { } cell ? (CancellationToken)contextType.GetProperty("CancellationToken")!.GetValue(cell)! : default;

    /// <inheritdoc/>
    public override IDisplayed Display(string html, string text)
    {
        if (Cell() is not { } cell)
            return new ConsoleHost().Display(html, text);
        var handle = Call(cell, "Display", Bundle(html, text))!;
        return new Displayed(handle, cell, text);
    }

    private static object? Call(object target, string method, object argument) =>
        Method(target.GetType(), method).Invoke(target, BindingFlags.DoNotWrapExceptions, null, [argument], null);

    // The handle's class may be private: its method is then looked up like any other public one.
    private static MethodInfo Method(Type type, string name) =>
        type.GetMethod(name, BindingFlags.Public | BindingFlags.Instance)
        ?? throw new MissingMethodException($"This version of Hepbook has no method {type.Name}.{name}. Build Hepbook and the library from the same sources.");

    private static Dictionary<string, string> Bundle(string html, string text) => new() { ["text/html"] = html, ["text/plain"] = text };

    private object? Cell() => contextType.GetProperty("Current", BindingFlags.Public | BindingFlags.Static)!.GetValue(null);

    private sealed class Displayed : IDisplayed
    {
        private readonly object handle;
        private readonly object cell;

        public Displayed(object handle, object cell, string text)
        {
            this.handle = handle;
            this.cell = cell;
            Call(cell, "Status", text);
        }

        public void Update(string html, string text, bool final)
        {
            Call(handle, "Update", Bundle(html, text));
            Call(cell, "Status", text);
        }
    }
}
