namespace Hepbook.Engine;

/// <summary>Why a cell failed, in the user's terms.</summary>
/// <param name="Name">The kind: the exception's type name, or <c>CompilationError</c>.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="Line">The line in the cell, from 1; null if unknown.</param>
/// <param name="Traceback">Lines to print, the user's frames only.</param>
internal sealed record CellError(string Name, string Message, int? Line, IReadOnlyList<string> Traceback)
{
    /// <summary>What was thrown; null if nothing was.</summary>
    public Exception? Exception { get; init; }

    /// <summary>An error without frames.</summary>
    public static CellError Of(string name, string message, int? line = null) => new(name, message, line, [$"{name}: {message}"]);
}
