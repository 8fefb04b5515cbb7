namespace HepBayes.Networks;

/// <summary>
/// Prior factor x log prior + likelihood factor x log likelihood, where the likelihood comes in pieces: the pieces are summed
/// in float64, and the chain rule of the prior's parametrisation is applied once. Keeps its buffers; for one thread at a time.
/// </summary>
/// <param name="prior">Prior of the whole parameter vector.</param>
/// <param name="engine">Gradients of the log likelihood.</param>
internal sealed unsafe class PosteriorSum(JointPrior prior, CpuDenseEngine<float> engine)
{
    private float[] enginePositions = [];
    private float[] engineGradients = [];
    private double[] sums = [];
    private double[] values = [];

    /// <summary>Evaluates all pieces.</summary>
    /// <param name="position">[chains, parameters].</param>
    /// <param name="pieces">Makes the tiles of each piece ready and gives those of each chain.</param>
    /// <param name="batch">The factors.</param>
    /// <param name="logDensity">Receives the value, [chains].</param>
    /// <param name="gradient">Receives the gradient, [chains, parameters].</param>
    public void Evaluate(ReadOnlySpan<float> position, IEnumerable<Func<int, ReadOnlyMemory<int>>> pieces, RowBatch batch, Span<double> logDensity, Span<float> gradient)
    {
        var (chains, own, width) = (logDensity.Length, prior.Parameters, prior.EngineParameters);
        Prepare(chains, width);
        for (var chain = 0; chain < chains; chain++)
            prior.ToEngine(position.Slice(chain * own, own), enginePositions.AsSpan(chain * width, width));
        logDensity.Clear();
        foreach (var piece in pieces)
            Add(piece, chains, logDensity);
        Conversion.FromDoubles<float>(sums.AsSpan(0, chains * width), engineGradients);
        for (var chain = 0; chain < chains; chain++)
        {
            var logPrior = prior.FromEngine<float>(position.Slice(chain * own, own), engineGradients.AsSpan(chain * width, width), gradient.Slice(chain * own, own), batch.PriorFactor, batch.LikelihoodFactor);
            logDensity[chain] = (batch.LikelihoodFactor * logDensity[chain]) + (batch.PriorFactor * logPrior);
        }
    }

    private void Add(Func<int, ReadOnlyMemory<int>> tilesOf, int chains, Span<double> logLikelihood)
    {
        fixed (float* p = enginePositions, g = engineGradients)
            engine.Evaluate(p, chains, tilesOf, values.AsSpan(0, chains), g);
        for (var chain = 0; chain < chains; chain++)
            logLikelihood[chain] += values[chain];
        for (var i = 0; i < chains * prior.EngineParameters; i++)
            sums[i] += engineGradients[i];
    }

    private void Prepare(int chains, int width)
    {
        if (values.Length < chains)
            (enginePositions, engineGradients, sums, values) = (new float[chains * width], new float[chains * width], new double[chains * width], new double[chains]);
        sums.AsSpan(0, chains * width).Clear();
    }
}
