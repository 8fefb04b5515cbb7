namespace HepBayes.Physics;

/// <summary>
/// The sum over bins of mu - n + n ln(n / mu): -ln L of the Poisson counts relative to a model that fits every bin perfectly, so
/// that twice the minimum is a measure of the goodness of fit (S. Baker and R. Cousins, Nucl. Instrum. Meth. 221 (1984) 437).
/// </summary>
internal sealed class BinnedObjective(FitModel model, BinnedData data) : FitObjective(model, data)
{
    private readonly double[] slopes = new double[model.Parameters.Count];

    protected override double Likelihood(Span<double> gradient, Span<double> information)
    {
        var counts = data.BinCounts;
        var sum = 0.0;
        for (var bin = 0; bin < counts.Length; bin++)
        {
            slopes.AsSpan().Clear();
            var expected = 0.0;
            foreach (var shape in Shapes)
                expected += shape.AddExpected(data.Edges[bin], data.Edges[bin + 1], slopes, 1);
            if (!(expected > 0) && !(expected == 0 && counts[bin] == 0))
                return double.PositiveInfinity;
            sum += PoissonDeviance(counts[bin], expected);
            var excess = expected > 0 ? 1 - (counts[bin] / expected) : 1;
            for (var i = 0; i < slopes.Length; i++)
                gradient[i] += excess * slopes[i];
            if (!information.IsEmpty && expected > 0)
                AddProducts(information, 1 / expected);
        }

        return sum;
    }

    /// <summary>Half the contribution of one bin to the likelihood-ratio chi-square.</summary>
    public static double PoissonDeviance(double count, double expected) =>
        expected - count + (count > 0 ? count * Math.Log(count / expected) : 0);

    private void AddProducts(Span<double> information, double weight)
    {
        for (var i = 0; i < slopes.Length; i++)
        {
            for (var j = 0; j < slopes.Length; j++)
                information[(i * slopes.Length) + j] += weight * slopes[i] * slopes[j];
        }
    }
}
