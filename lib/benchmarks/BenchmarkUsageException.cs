namespace HepBayes.Benchmarks;

/// <summary>The command line cannot be understood.</summary>
internal sealed class BenchmarkUsageException(string message) : Exception(message);
