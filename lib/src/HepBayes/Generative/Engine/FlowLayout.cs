using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Generative.Engine;

/// <summary>
/// What follows from a design: the network of a block, where its parameters stand in the flat vector (block after block), and the
/// mixing in front of each block. After the mixing the first variables are kept and the others transformed.
/// </summary>
internal sealed class FlowLayout
{
    public FlowLayout(FlowDesign design)
    {
        design.Check();
        Design = design;
        Transformed = Math.Max(1, design.Dimensions / 2);
        // A network without inputs gets one that is always 1, so that its weights (which can be uncertain) act like biases.
        Subnet = Mlp.Of(Math.Max(1, Kept + design.Conditions), design.Hidden, Transformed * design.Coupling.Parameters, Activation.Relu);
        Mixings = design.Mixing == Mixing.Rotation ? Rotations() : Permutations();
    }

    public FlowDesign Design { get; }

    public int Dimensions => Design.Dimensions;

    public int Transformed { get; }

    public int Kept => Dimensions - Transformed;

    /// <summary>The network of each block.</summary>
    public Mlp Subnet { get; }

    /// <summary>Length of the flat parameter vector.</summary>
    public int Parameters => Design.Blocks * Subnet.Layout.Count;

    /// <summary>An orthogonal matrix [to, from] in front of each block.</summary>
    public double[][] Mixings { get; }

    /// <summary>Where the weights (not the biases) stand in the flat vector.</summary>
    public IEnumerable<ParameterBlock> Weights =>
        from block in Enumerable.Range(0, Design.Blocks)
        from layer in Enumerable.Range(0, Subnet.Layers)
        let own = Subnet.Layout.Weight(layer)
        select own with { Offset = own.Offset + (block * Subnet.Layout.Count) };

    /// <summary>Where the numbers stand that have a distribution in a Bayesian flow: all weights, then all biases if they have one too.</summary>
    public IReadOnlyList<ParameterBlock> Uncertain(bool withBiases) =>
        [.. Weights, .. from block in Enumerable.Range(0, withBiases ? Design.Blocks : 0)
                        from layer in Enumerable.Range(0, Subnet.Layers)
                        let own = Subnet.Layout.Bias(layer)
                        select own with { Offset = own.Offset + (block * Subnet.Layout.Count) }];

    /// <summary>Random hidden weights of variance 2 / inputs, biases 0, and a last layer of zeros: every block begins as the identity.</summary>
    public float[] InitialParameters(int seed)
    {
        var parameters = new float[Parameters];
        var layer = 0;
        foreach (var block in Weights)
        {
            var own = parameters.AsSpan(block.Offset, block.Count);
            new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.FlowWeights, layer)).FillNormal(own);
            var scale = layer % Subnet.Layers == Subnet.Layers - 1 ? 0 : (float)Math.Sqrt(2.0 / block.Rows);
            foreach (ref var weight in own)
                weight *= scale;
            layer++;
        }

        return parameters;
    }

    private double[][] Permutations()
    {
        var random = new CounterRandom((ulong)Design.Seed, RandomStreams.Of(RandomPurpose.FlowMixing));
        var (order, turns) = (Enumerable.Range(0, Dimensions).ToArray(), new int[Dimensions]);
        var result = new double[Design.Blocks][];
        for (var block = 0; block < result.Length; block++)
        {
            var ties = random.Permutation(Dimensions);
            int[] places = [.. Enumerable.Range(0, Dimensions).OrderByDescending(place => turns[order[place]]).ThenBy(place => ties[place])];
            result[block] = new double[Dimensions * Dimensions];
            for (var to = 0; to < Dimensions; to++)
                result[block][(to * Dimensions) + places[to]] = 1;
            order = [.. places.Select(place => order[place])];
            foreach (var variable in order[Kept..])
                turns[variable]++;
        }

        return result;
    }

    private double[][] Rotations() => [.. Enumerable.Range(0, Design.Blocks).Select(block =>
    {
        var random = new CounterRandom((ulong)Design.Seed, RandomStreams.Of(RandomPurpose.FlowMixing, block));
        return Orthogonal([.. Enumerable.Range(0, Dimensions * Dimensions).Select(_ => random.NextNormal())]);
    })];

    // Gram and Schmidt, twice for accuracy.
    private double[] Orthogonal(double[] matrix)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < Dimensions; i++)
            {
                var row = matrix.AsSpan(i * Dimensions, Dimensions);
                for (var j = 0; j < i; j++)
                    Subtract(row, matrix.AsSpan(j * Dimensions, Dimensions));
                var length = Math.Sqrt(Dot(row, row));
                foreach (ref var value in row)
                    value /= length;
            }
        }

        return matrix;
    }

    private static void Subtract(Span<double> row, ReadOnlySpan<double> other)
    {
        var share = Dot(row, other);
        for (var i = 0; i < row.Length; i++)
            row[i] -= share * other[i];
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
