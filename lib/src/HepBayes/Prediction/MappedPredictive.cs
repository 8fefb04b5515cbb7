namespace HepBayes.Prediction;

/// <summary>The draws of another predictive, each passed through a function (<see cref="PredictiveDraws.Map"/>). Nothing is stored.</summary>
internal sealed class MappedPredictive : PredictiveDraws
{
    private readonly PredictiveDraws inner;
    private readonly Func<double, double> map;

    public MappedPredictive(PredictiveDraws inner, Func<double, double> map)
        : base(inner.Chains, inner.Networks, inner.Draws / inner.Networks, inner.Rows, inner.Outputs)
    {
        (this.inner, this.map) = (inner, map);
    }

    /// <inheritdoc/>
    private protected override void Fill(int first, int count, int output, double[][] draws)
    {
        inner.CopyDraws(first, count, output, draws);
        for (var row = 0; row < count; row++)
        {
            for (var draw = 0; draw < Draws; draw++)
                draws[row][draw] = map(draws[row][draw]);
        }
    }
}
