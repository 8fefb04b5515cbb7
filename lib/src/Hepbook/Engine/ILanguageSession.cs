using Hepbook.Assistance;

namespace Hepbook.Engine;

/// <summary>One language of a notebook: cells run one after another on the same state.</summary>
internal interface ILanguageSession : IDisposable
{
    /// <summary>The name as in <c>#!name</c> and in cell metadata, in lower case.</summary>
    string Language { get; }

    /// <summary>Gets ready, so that the first cell takes no longer than the others. May be called again.</summary>
    Task StartAsync();

    /// <summary>Compiles and runs a cell on this thread. Errors of the cell are returned, not thrown.</summary>
    /// <param name="code">The text of the cell; line numbers in errors count from its first line.</param>
    /// <param name="cellNumber">The number shown in stack traces.</param>
    /// <param name="guard">Stops the cell.</param>
    LanguageResult Execute(string code, int cellNumber, CellGuard guard);

    /// <summary>What could stand at a place of a cell, given the variables there are.</summary>
    /// <param name="code">The cell as it is typed so far.</param>
    /// <param name="position">The place, in UTF-16 units from the beginning.</param>
    CompletionList Complete(string code, int position);

    /// <summary>What the name at a place means.</summary>
    /// <param name="code">The cell as it is typed so far.</param>
    /// <param name="position">The place, in UTF-16 units from the beginning.</param>
    /// <returns>The description; null if there is no name or it is unknown.</returns>
    Inspection? Inspect(string code, int position);

    /// <summary>Whether code could run as it is, or goes on.</summary>
    Completeness CompletenessOf(string code);
}
