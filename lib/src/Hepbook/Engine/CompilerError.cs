using System.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Hepbook.Engine;

/// <summary>One error of a compiler, whatever the language.</summary>
/// <param name="Id">Its number, for example <c>CS0029</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Path">The file; empty for the cell.</param>
/// <param name="Line">The line, from 0.</param>
/// <param name="Column">The column, from 0.</param>
internal sealed record CompilerError(string Id, string Message, string Path, int Line, int Column)
{
    /// <summary>An error of the C# compiler.</summary>
    /// <param name="diagnostic">What it said.</param>
    /// <param name="cellFile">The name the cell was compiled under.</param>
    public static CompilerError Of(Diagnostic diagnostic, string cellFile)
    {
        Debug.Assert(diagnostic.Severity == DiagnosticSeverity.Error, "Warnings are not errors.");
        var place = diagnostic.Location.GetLineSpan();
        return new CompilerError(
            diagnostic.Id, diagnostic.GetMessage(), place.Path == cellFile ? "" : place.Path ?? "", place.StartLinePosition.Line, place.StartLinePosition.Character);
    }
}
