using System.Reflection;
using Microsoft.AspNetCore.Html;

namespace HepBayes.Notebooks.Hosts;

/// <summary>.NET Interactive, reached through its static <c>KernelInvocationContext.Current</c>.</summary>
/// <param name="contextType">The type <c>Microsoft.DotNet.Interactive.KernelInvocationContext</c> or one of the same shape.</param>
/// <param name="extensions">The static class that may hold its <c>Display</c> method.</param>
internal sealed class InteractiveHost(Type contextType, Type? extensions) : NotebookHost
{
    /// <inheritdoc/>
    public override string Name => ".NET Interactive";

    /// <inheritdoc/>
    public override bool KeepsJson => false;

    /// <inheritdoc/>
    public override CancellationToken CancellationToken =>
        Context() is { } context ? (CancellationToken)contextType.GetProperty("CancellationToken")!.GetValue(context)! : default;

    /// <inheritdoc/>
    public override IDisplayed Display(string html, string text)
    {
        if (Context() is not { } context)
            return new ConsoleHost().Display(html, text);
        // Updating works on what the context displays; the global display(...) function has lost it.
        string[] types = ["text/html"];
        var value = new HtmlString(html);
        var own = contextType.GetMethod("Display", BindingFlags.Public | BindingFlags.Instance, [typeof(object), typeof(string[])]);
        var extension = extensions?.GetMethod("Display", BindingFlags.Public | BindingFlags.Static, [contextType, typeof(object), typeof(string[])]);
        var displayed = own?.Invoke(context, [value, types]) ?? extension?.Invoke(null, [context, value, types]);
        return displayed?.GetType().GetMethod("Update", [typeof(object)]) is { } update
            ? new Displayed(displayed, update)
            : new ConsoleHost().Display(html, text);
    }

    private object? Context() => contextType.GetProperty("Current", BindingFlags.Public | BindingFlags.Static)!.GetValue(null);

    private sealed class Displayed(object displayed, MethodInfo update) : IDisplayed
    {
        public void Update(string html, string text, bool final) => update.Invoke(displayed, [new HtmlString(html)]);
    }
}
