using System.Text.Json.Nodes;

namespace Hepbook.Jupyter;

/// <summary>Answers requests of some kinds.</summary>
internal interface IRequestHandler
{
    /// <summary>The kinds, for example <c>execute_request</c>.</summary>
    IReadOnlyCollection<string> Types { get; }

    /// <summary>Answers one.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The content of the reply with its <c>status</c>; null if this kind has no reply.</returns>
    /// <exception cref="FormatException">The request lacks something.</exception>
    Task<JsonObject?> HandleAsync(KernelMessage request);
}
