using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Sampling;

/// <summary>
/// One transition of one chain of the no-U-turn sampler, cut open at every gradient: <see cref="Advance"/> says where the
/// gradient is wanted, <see cref="Receive"/> takes it. The binary tree is built without recursion: finished subtrees wait
/// on a stack, and two of equal depth on its top merge, as bits carry in a binary counter.
/// </summary>
internal sealed class NutsChain
{
    private readonly int chain;
    private readonly bool single;
    private readonly Stack<NutsTree> finished = new();
    private readonly Stack<NutsTree> spare = new();
    private readonly NutsTree whole;
    private readonly Edge forward;
    private readonly Edge backward;
    private readonly double[] sharp;
    private readonly float[] normal;
    private HostMetric<double> metric = null!;
    private CounterRandom random = null!;
    private double stepSize;
    private int maximumDepth;
    private double acceptance;
    private int leaves;
    private bool isForward;

    /// <summary>Makes room.</summary>
    /// <param name="chain">Which chain it is.</param>
    /// <param name="parameters">Length of the parameter vector.</param>
    /// <param name="single">Whether positions are rounded to float32, as the density sees them.</param>
    public NutsChain(int chain, int parameters, bool single)
    {
        (this.chain, this.single) = (chain, single);
        (forward, backward) = (new Edge(parameters), new Edge(parameters));
        (whole, sharp, normal) = (new NutsTree(parameters), new double[parameters], new float[parameters]);
    }

    public bool IsDone { get; private set; }

    public bool IsDivergent { get; private set; }

    public bool HasMoved { get; private set; }

    public int Leapfrogs { get; private set; }

    public double Energy { get; private set; }

    public double AcceptProbability => acceptance / Math.Max(1, Leapfrogs);

    /// <summary>The tree; its drawn state is the result when done.</summary>
    public NutsTree Tree => whole;

    private Edge Growing => isForward ? forward : backward;

    /// <summary>Receives the gradient where the last step led, before <see cref="Receive"/>.</summary>
    public double[] Gradient => Growing.Gradient;

    /// <summary>Starts a transition: draws the momentum.</summary>
    /// <param name="state">Where the chains stand.</param>
    /// <param name="parameters">Settings of the transition.</param>
    /// <param name="random">Generator of this chain.</param>
    public void Begin(StateRows state, NutsParameters parameters, CounterRandom random)
    {
        (stepSize, maximumDepth, metric, this.random) = (parameters.StepSize, parameters.MaximumDepth, parameters.Metric.Host, random);
        random.FillNormal(normal);
        Conversion.ToDoubles<float>(normal, forward.Momentum);
        metric.Momentum(chain, forward.Momentum);
        state.Position.Read(chain, forward.Position);
        state.Gradient.Read(chain, forward.Gradient);
        backward.Set(forward);
        metric.Velocity(chain, forward.Momentum, sharp);
        var logDensity = state.LogDensity.Row<double>(chain)[0];
        Energy = (0.5 * Vectors.Dot<double>(forward.Momentum, sharp)) - logDensity;
        whole.Set(forward.Position, forward.Momentum, sharp, forward.Gradient, logDensity, 0);
        (IsDone, IsDivergent, HasMoved, Leapfrogs, acceptance) = (false, false, false, 0, 0);
        Recycle();
        Turn();
    }

    /// <summary>Half a kick and a drift; where the gradient is wanted next.</summary>
    public ReadOnlySpan<double> Advance()
    {
        var edge = Growing;
        var step = isForward ? stepSize : -stepSize;
        Vectors.AddScaled<double>(edge.Momentum, edge.Gradient, 0.5 * step);
        metric.Velocity(chain, edge.Momentum, sharp);
        Vectors.AddScaled<double>(edge.Position, sharp, step);
        if (single)
        {
            foreach (ref var x in edge.Position.AsSpan())
                x = (float)x;
        }

        return edge.Position;
    }

    /// <summary>Takes the density there, after the gradient: the other half of the kick, and the growth of the tree.</summary>
    public void Receive(double logDensity)
    {
        var edge = Growing;
        Vectors.AddScaled<double>(edge.Momentum, edge.Gradient, 0.5 * (isForward ? stepSize : -stepSize));
        metric.Velocity(chain, edge.Momentum, sharp);
        var error = (0.5 * Vectors.Dot<double>(edge.Momentum, sharp)) - logDensity - Energy;
        Leapfrogs++;
        if (!(error <= HmcKernel.DivergenceThreshold))
        {
            (IsDivergent, IsDone) = (true, true);
            return;
        }

        acceptance += Math.Min(1, Math.Exp(-error));
        var leaf = spare.Count > 0 ? spare.Pop() : new NutsTree(sharp.Length);
        leaf.Set(edge.Position, edge.Momentum, sharp, edge.Gradient, logDensity, -error);
        leaves++;
        if (!Collect(leaf))
            IsDone = true;
        else if (leaves == 1 << whole.Depth)
            Extend(finished.Pop());
    }

    // Merges a finished subtree with those before it; false where a U-turn shows.
    private bool Collect(NutsTree tree)
    {
        while (finished.Count > 0 && finished.Peek().Depth == tree.Depth)
        {
            var first = finished.Pop();
            var logWeight = LogSum(first.LogWeight, tree.LogWeight);
            // Multinomial within a subtree: each state by its weight.
            if (random.NextDouble() < Math.Exp(tree.LogWeight - logWeight))
                first.TakeDraw(tree);
            var open = first.GoesOnWith(tree);
            first.Append(tree);
            first.LogWeight = logWeight;
            spare.Push(tree);
            tree = first;
            if (!open)
            {
                spare.Push(tree);
                return false;
            }
        }

        finished.Push(tree);
        return true;
    }

    private void Extend(NutsTree subtree)
    {
        // Biased towards the new half, which moves the chain further.
        if (random.NextDouble() < Math.Exp(subtree.LogWeight - whole.LogWeight))
        {
            whole.TakeDraw(subtree);
            HasMoved = true;
        }

        whole.LogWeight = LogSum(whole.LogWeight, subtree.LogWeight);
        if (!isForward)
            whole.Reverse();
        var open = whole.GoesOnWith(subtree);
        whole.Append(subtree);
        if (!isForward)
            whole.Reverse();
        spare.Push(subtree);
        IsDone = !open || whole.Depth == maximumDepth;
        Turn();
    }

    // Chooses the direction of the next doubling.
    private void Turn()
    {
        leaves = 0;
        isForward = !IsDone && random.NextDouble() < 0.5;
    }

    private void Recycle()
    {
        while (finished.Count > 0)
            spare.Push(finished.Pop());
    }

    private static double LogSum(double a, double b)
    {
        var top = Math.Max(a, b);
        return double.IsNegativeInfinity(top) ? top : top + Math.Log(Math.Exp(a - top) + Math.Exp(b - top));
    }

    private sealed class Edge(int parameters)
    {
        public double[] Position { get; } = new double[parameters];

        public double[] Momentum { get; } = new double[parameters];

        public double[] Gradient { get; } = new double[parameters];

        public void Set(Edge other)
        {
            other.Position.CopyTo(Position, 0);
            other.Momentum.CopyTo(Momentum, 0);
            other.Gradient.CopyTo(Gradient, 0);
        }
    }
}
