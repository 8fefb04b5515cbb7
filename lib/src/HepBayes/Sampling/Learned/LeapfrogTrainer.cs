using HepBayes.Networks;
using HepBayes.Runtime;
using TorchSharp;
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

    // Of lambda^2; keeps the reciprocal of a jump finite.
    private const double SmallestJump = 1e-3;
    private const int MostFailures = 50;
    private readonly TensorLogDensity density;
    private readonly L2HmcTrainingOptions options;
    private readonly LeapfrogLayout layout;
    private readonly CounterRandom random;
    private readonly bool[][] masks;
    private readonly Tensor steps;
    private readonly Tensor stepsBack;
    private readonly Tensor weights;
    private readonly double[] first;
    private readonly double[] second;
    private readonly double[] positions;
    private readonly List<double>[] history = [[], [], [], []];
    private int failures;
    private int updates;

    /// <summary>Prepares a training.</summary>
    /// <param name="density">The density.</param>
    /// <param name="options">Settings, already checked.</param>
    public LeapfrogTrainer(TensorLogDensity density, L2HmcTrainingOptions options)
    {
        (this.density, this.options) = (density, options);
        layout = new LeapfrogLayout(density.Parameters, options.Hidden);
        random = Random(RandomPurpose.LeapfrogTraining);
        masks = RandomMasks();
        (first, second) = (new double[layout.Length], new double[layout.Length]);
        positions = Starts();
        using var scope = NewDisposeScope();
        (steps, stepsBack) = LeapfrogGraph.StepTable(masks);
        weights = tensor(FirstWeights(), dtype: float64).requires_grad_(true);
        steps.DetachFromDisposeScope();
        stepsBack.DetachFromDisposeScope();
        weights.DetachFromDisposeScope();
    }

    private int Rows => 2 * options.Chains;

    /// <summary>One iteration.</summary>
    /// <param name="iteration">Its number, from 0.</param>
    /// <exception cref="ArgumentException">The density is not finite at a start, or not what it should be.</exception>
    /// <exception cref="InvalidOperationException">The loss cannot be differentiated again and again.</exception>
    public void Iterate(int iteration)
    {
        using var scope = NewDisposeScope();
        using var active = enable_grad();
        var start = Matrix([.. positions, .. Starts()], density.Parameters);
        var momentum = Matrix(Normal(Rows * density.Parameters), density.Parameters);
        var forward = Matrix(Uniform(Rows).Select(u => u < 0.5 ? 1.0 : 0), 1);
        var (end, logRatio, startLogDensity) = new LeapfrogGraph(density, layout, weights, forward).Follow(start, momentum, steps, stepsBack);
        if (iteration == 0)
            CheckStarts(startLogDensity);
        var probability = where(logRatio.isfinite(), logRatio.clamp_max(Scalars.Zero).exp(), zeros_like(logRatio));
        var jump = end.sub(start).square().sum(1).mul(probability);
        var loss = Loss(jump);
        Learn(iteration, autograd.grad([loss], [weights])[0]);
        Record(loss, probability, jump);
        Move(end, probability);
    }

    /// <summary>The last numbers of the training, as text.</summary>
    public string Describe(int done) => FormattableString.Invariant(
        $"iteration {done} of {options.Iterations}, loss {history[0][^1]:G3}, acceptance {history[1][^1]:F2}, squared jump {history[2][^1]:G3}, step {history[3][^1]:G3}");

    /// <summary>What has been learned.</summary>
    public LearnedLeapfrog Result() => new(layout, masks, TensorMemory.Span<double>(weights).ToArray())
    {
        History = new L2HmcHistory(history[0], history[1], history[2], history[3]),
        TrainingGradients = (long)options.Iterations * Rows * (options.Steps + 1),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        steps.Dispose();
        stepsBack.Dispose();
        weights.Dispose();
    }

    // lambda^2 / jump - jump / lambda^2, the mean over chains that go on and over new ones (equations 7 and 8).
    private Tensor Loss(Tensor jump)
    {
        using Scalar inverse = 1 / (options.Scale * options.Scale), smallest = SmallestJump, weight = options.BurnInWeight;
        var relative = jump.mul(inverse);
        var each = relative.add(smallest).reciprocal().sub(relative);
        var fresh = each.narrow(0, options.Chains, options.Chains).mean().mul(weight);
        return each.narrow(0, 0, options.Chains).mean().add(fresh, Scalars.One);
    }

    private void Learn(int iteration, Tensor gradient)
    {
        var slope = TensorMemory.Span<double>(gradient);
        if (!AllFinite(slope))
        {
            if (++failures == MostFailures)
                throw new InvalidOperationException($"The loss of the training could not be differentiated {MostFailures} times in a row, last in iteration {iteration}: trajectories run away. Take a smaller initial step size or learning rate, or starts nearer to the density.");
            return;
        }

        failures = 0;
        var rate = options.LearningRate * (0.01 + (0.99 * 0.5 * (1 + Math.Cos(Math.PI * iteration / options.Iterations))));
        Adam(TensorMemory.Span<double>(weights), slope, rate);
    }

    private void Adam(Span<double> values, ReadOnlySpan<double> slope, double rate)
    {
        const double Decay1 = 0.9, Decay2 = 0.999, Epsilon = 1e-8;
        updates++;
        var (correct1, correct2) = (1 - Math.Pow(Decay1, updates), 1 - Math.Pow(Decay2, updates));
        for (var i = 0; i < values.Length; i++)
        {
            first[i] = (Decay1 * first[i]) + ((1 - Decay1) * slope[i]);
            second[i] = (Decay2 * second[i]) + ((1 - Decay2) * slope[i] * slope[i]);
            values[i] -= rate * (first[i] / correct1) / (Math.Sqrt(second[i] / correct2) + Epsilon);
        }
    }

    private void Record(Tensor loss, Tensor probability, Tensor jump)
    {
        history[0].Add(loss.item<double>());
        history[1].Add(probability.narrow(0, 0, options.Chains).mean().item<double>());
        history[2].Add(jump.narrow(0, 0, options.Chains).mean().item<double>());
        history[3].Add(Math.Exp(TensorMemory.Span<double>(weights)[^1]));
    }

    // The Metropolis test of the chains that go on.
    private void Move(Tensor end, Tensor probability)
    {
        var n = density.Parameters;
        var ends = TensorMemory.Span<double>(end.detach().contiguous());
        var accepted = TensorMemory.Span<double>(probability.detach());
        for (var chain = 0; chain < options.Chains; chain++)
        {
            if (random.NextDouble() < accepted[chain])
                ends.Slice(chain * n, n).CopyTo(positions.AsSpan(chain * n));
        }
    }

    private static void CheckStarts(Tensor logDensity)
    {
        var bad = TensorMemory.Span<double>(logDensity).ToArray().Where(v => !double.IsFinite(v)).ToArray();
        if (bad.Length > 0)
            throw new ArgumentException($"The log density is {bad[0]} at {bad.Length} of the {logDensity.shape[0]} starts of the training. Choose the spread of the starts so that the density is positive there.", nameof(logDensity));
    }

    private static bool AllFinite(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
                return false;
        }

        return true;
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

    private double[] Uniform(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];

    private static Tensor Matrix(IEnumerable<double> values, int columns) => tensor(values.ToArray(), dtype: float64).reshape(-1, columns);

    private CounterRandom Random(RandomPurpose purpose) => new((ulong)options.Seed, RandomStreams.Of(purpose));
}
