namespace Hepbook.Running;

/// <summary>The end of a run.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="StillRunning">Whether code of a cell ignored the request to stop and still runs.</param>
internal sealed record RunResult(RunStatus Status, bool StillRunning);
