using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Learned;

/// <summary>
/// Trains a learned leapfrog (arXiv 1711.09268, algorithm 1): in each iteration chains that go on and as many new starts
/// make a trajectory, and Adam lowers the loss of their jumps.
/// </summary>
internal sealed class LeapfrogTrainer : IDisposable
{
    // Of the first weights of the outputs, so that the first kernel is nearly plain HMC.
    private const double OutputScale = 1e-3;
    private const int MostFailures = 50;
    private readonly ILogDensity density;
    private readonly L2HmcTrainingOptions options;
    private readonly LeapfrogLayout layout;
    private readonly LeapfrogObjective objective;
    private readonly CounterRandom random;
    private readonly bool[][] masks;
    private readonly double[] weights;
    private readonly double[] slope;
    private readonly double[] first;
    private readonly double[] second;
    private readonly double[] positions;
    private readonly double[] rowWeights;
    private readonly List<double>[] history = [[], [], [], []];
    private int failures;
    private int updates;

    /// <summary>Prepares a training.</summary>
    /// <param name="density">The density, already checked; it stays the caller's.</param>
    /// <param name="options">Settings, already checked.</param>
    public LeapfrogTrainer(ILogDensity density, L2HmcTrainingOptions options)
    {
        (this.density, this.options) = (density, options);
        layout = new LeapfrogLayout(density.Parameters, options.Hidden);
        objective = new LeapfrogObjective(density, layout, options.Steps, Rows);
        random = Random(RandomPurpose.LeapfrogTraining);
        (masks, weights) = (RandomMasks(), FirstWeights());
        (slope, first, second) = (new double[layout.Length], new double[layout.Length], new double[layout.Length]);
        positions = Starts();
        rowWeights = [.. Enumerable.Range(0, Rows).Select(row => (row < options.Chains ? 1 : options.BurnInWeight) / options.Chains)];
    }

    private int Rows => 2 * options.Chains;

    /// <summary>One iteration.</summary>
    /// <param name="iteration">Its number, from 0.</param>
    /// <exception cref="ArgumentException">The density is not finite at a start.</exception>
    /// <exception cref="InvalidOperationException">Trajectories run away again and again.</exception>
    public void Iterate(int iteration)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        double[] starts = [.. positions, .. Starts()];
        var isForward = Enumerable.Range(0, Rows).Select(_ => random.NextDouble() < 0.5).ToArray();
        objective.Begin(starts, Normal(starts.Length), isForward);
        CheckStarts();
        var loss = objective.Evaluate(Learned(), options.Scale, rowWeights, slope);
        Learn(iteration);
        Record(loss);
        Move();
    }

    /// <summary>The last numbers of the training, as text.</summary>
    public string Describe(int done) => FormattableString.Invariant(
        $"iteration {done} of {options.Iterations}, loss {history[0][^1]:G3}, acceptance {history[1][^1]:F2}, squared jump {history[2][^1]:G3}, step {history[3][^1]:G3}");

    /// <summary>What has been learned.</summary>
    public LearnedLeapfrog Result() => new(layout, masks, [.. weights])
    {
        History = new L2HmcHistory(history[0], history[1], history[2], history[3]),
        TrainingGradients = (long)history[0].Count * Rows * ((LeapfrogObjective.GradientsOfStep * options.Steps) + 1),
    };

    /// <inheritdoc/>
    public void Dispose() => objective.Dispose();

    private LearnedLeapfrog Learned() => new(layout, masks, weights);

    private void Learn(int iteration)
    {
        if (!objective.Rows.Any(row => row.IsSound) || !Array.TrueForAll(slope, double.IsFinite))
        {
            if (++failures == MostFailures)
                throw new InvalidOperationException($"The loss of the training or its derivative was not finite {MostFailures} times in a row, last in iteration {iteration}: trajectories run away. Take a smaller initial step size or learning rate, or starts nearer to the density.");
            return;
        }

        failures = 0;
        Adam(options.LearningRate * (0.01 + (0.99 * 0.5 * (1 + Math.Cos(Math.PI * iteration / options.Iterations)))));
    }

    private void Adam(double rate)
    {
        const double Decay1 = 0.9, Decay2 = 0.999, Epsilon = 1e-8;
        updates++;
        var (correct1, correct2) = (1 - Math.Pow(Decay1, updates), 1 - Math.Pow(Decay2, updates));
        for (var i = 0; i < weights.Length; i++)
        {
            first[i] = (Decay1 * first[i]) + ((1 - Decay1) * slope[i]);
            second[i] = (Decay2 * second[i]) + ((1 - Decay2) * slope[i] * slope[i]);
            weights[i] -= rate * (first[i] / correct1) / (Math.Sqrt(second[i] / correct2) + Epsilon);
        }
    }

    private void Record(double loss)
    {
        var chains = objective.Rows.Take(options.Chains).ToArray();
        history[0].Add(loss);
        history[1].Add(chains.Average(row => row.AcceptProbability));
        history[2].Add(chains.Average(row => row.Jump));
        history[3].Add(Math.Exp(weights[^1]));
    }

    // The Metropolis test of the chains that go on.
    private void Move()
    {
        for (var chain = 0; chain < options.Chains; chain++)
        {
            if (random.NextDouble() < objective.Rows[chain].AcceptProbability)
                objective.Position(chain).CopyTo(positions.AsSpan(chain * density.Parameters));
        }
    }

    private void CheckStarts()
    {
        var bad = Enumerable.Range(0, Rows).Select(objective.LogDensity).Where(v => !double.IsFinite(v)).ToArray();
        if (bad.Length > 0)
            throw new ArgumentException($"The log density is {bad[0]} at {bad.Length} of {Rows} starts of the training. Choose the spread of the starts so that the density is positive there.");
    }

    private double[] FirstWeights()
    {
        var own = Random(RandomPurpose.LeapfrogWeights);
        var values = new double[layout.Length];
        for (var network = 0; network < 2; network++)
        {
            void Fill(Range range, double scale)
            {
                foreach (ref var value in values.AsSpan(network * layout.NetworkLength, layout.NetworkLength)[range])
                    value = scale * own.NextNormal();
            }

            Fill(layout.First, 1 / Math.Sqrt(layout.Inputs));
            Fill(layout.Second, Math.Sqrt(2.0 / layout.Hidden));
            Fill(layout.Output, OutputScale);
        }

        values[^1] = Math.Log(options.InitialStepSize);
        return values;
    }

    // Half of the coordinates of every step, drawn once.
    private bool[][] RandomMasks()
    {
        var own = Random(RandomPurpose.LeapfrogMasks);
        bool[] Mask()
        {
            var mask = new bool[density.Parameters];
            foreach (var i in own.Permutation(mask.Length).AsSpan(0, mask.Length / 2))
                mask[i] = true;
            return mask;
        }

        return [.. Enumerable.Range(0, options.Steps).Select(_ => Mask())];
    }

    private double[] Starts() => [.. Normal(options.Chains * density.Parameters).Select(z => options.StartSpread * z)];

    private double[] Normal(int count)
    {
        var values = new float[count];
        random.FillNormal(values);
        return Array.ConvertAll(values, v => (double)v);
    }

    private CounterRandom Random(RandomPurpose purpose) => new((ulong)options.Seed, RandomStreams.Of(purpose));
}
