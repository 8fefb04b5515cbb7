using Hepbook.Running;

namespace Hepbook.Cli;

/// <summary>What was asked of <c>hepbook run</c>.</summary>
/// <param name="Notebooks">The notebooks, at least one.</param>
/// <param name="Options">How to run them.</param>
/// <param name="Forwarded">The same options as arguments for a process that runs one of them.</param>
internal sealed record RunArguments(IReadOnlyList<string> Notebooks, RunOptions Options, IReadOnlyList<string> Forwarded);
