namespace Hepbook.Diagrams.Mermaid;

/// <summary>A diagram that cannot be read.</summary>
/// <param name="line">The line, from 1.</param>
/// <param name="column">The column, from 1.</param>
/// <param name="message">What was found and what was expected.</param>
internal sealed class MermaidSyntaxException(int line, int column, string message) : Exception(message)
{
    /// <summary>The line, from 1.</summary>
    public int Line => line;

    /// <summary>The column, from 1.</summary>
    public int Column => column;
}
