namespace Hepbook.Engine;

/// <summary>One language of a notebook: cells run one after another on the same state.</summary>
internal interface ILanguageSession : IDisposable
{
    /// <summary>The name as in <c>#!name</c> and in cell metadata, in lower case.</summary>
    string Language { get; }

    /// <summary>Gets ready, so that the first cell takes no longer than the others.</summary>
    Task StartAsync();

    /// <summary>Compiles and runs a cell. Errors of the cell are returned, not thrown.</summary>
    /// <param name="code">The text of the cell; line numbers in errors count from its first line.</param>
    /// <param name="cellNumber">The number shown in stack traces.</param>
    /// <param name="cancellationToken">Signalled when the cell should stop.</param>
    Task<LanguageResult> ExecuteAsync(string code, int cellNumber, CancellationToken cancellationToken);
}
