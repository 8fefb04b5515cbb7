using HepBayes.Runtime;

namespace HepBayes.Tests.Support;

/// <summary>Calls back for every report, on the thread that reports.</summary>
internal sealed class ProgressCallback(Action<ProgressReport> action) : IProgress<ProgressReport>
{
    public void Report(ProgressReport value) => action(value);
}
