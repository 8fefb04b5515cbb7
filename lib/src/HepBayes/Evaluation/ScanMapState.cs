namespace HepBayes.Evaluation;

/// <summary>A map as it is saved.</summary>
internal sealed record ScanMapState(string Map, long Outside, long[] Counts, string[] Sums, string[] Squares, double[] Least, double[] Greatest, long[] Histogram);
