namespace HepBayes.Prediction;

/// <summary>Sums of numbers that are known by their logarithms.</summary>
internal static class LogSum
{
    /// <summary>log sum exp, without overflow; minus infinity for no terms.</summary>
    public static double Of(ReadOnlySpan<double> logarithms)
    {
        var largest = double.NegativeInfinity;
        foreach (var x in logarithms)
            largest = x > largest || double.IsNaN(x) ? x : largest;
        if (!double.IsFinite(largest))
            return largest;
        var sum = 0.0;
        foreach (var x in logarithms)
            sum += Math.Exp(x - largest);
        return largest + Math.Log(sum);
    }
}
