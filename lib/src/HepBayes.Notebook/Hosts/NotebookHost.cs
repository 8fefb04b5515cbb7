namespace HepBayes.Notebooks.Hosts;

/// <summary>
/// What runs the cells: Hepbook, .NET Interactive or an ordinary program. Hosts are found by the name of a type that
/// they have loaded, never by reference, so that this library works under each of them and needs none.
/// </summary>
internal abstract class NotebookHost
{
    private static NotebookHost? found;

    /// <summary>The host of this process.</summary>
    public static NotebookHost Current => found ??= Find(LoadedType) ?? new ConsoleHost();

    /// <summary>The name for people.</summary>
    public abstract string Name { get; }

    /// <summary>Whether outputs of JSON types arrive in the notebook as objects, so that front ends can draw them.</summary>
    public abstract bool KeepsJson { get; }

    /// <summary>Signalled when the user interrupts the running cell.</summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>Shows something that will change.</summary>
    /// <param name="html">The content for notebooks.</param>
    /// <param name="text">The same as one line of text.</param>
    /// <returns>Replaces the content.</returns>
    public abstract IDisplayed Display(string html, string text);

    /// <summary>The host whose type is loaded, or null for an ordinary program.</summary>
    /// <param name="findType">Finds a type by assembly and full name.</param>
    /// <returns>The host.</returns>
    internal static NotebookHost? Find(Func<string, string, Type?> findType)
    {
        if (findType("hepbook", "Hepbook.Hosting.CellContext") is { } cell)
            return new HepbookHost(cell);
        return findType("Microsoft.DotNet.Interactive", "Microsoft.DotNet.Interactive.KernelInvocationContext") is { } kernel
            ? new InteractiveHost(kernel, findType("Microsoft.DotNet.Interactive", "Microsoft.DotNet.Interactive.KernelInvocationContextExtensions"))
            : null;
    }

    private static Type? LoadedType(string assembly, string type) =>
        AppDomain.CurrentDomain.GetAssemblies()
            .FirstOrDefault(a => string.Equals(a.GetName().Name, assembly, StringComparison.OrdinalIgnoreCase))?.GetType(type);
}
