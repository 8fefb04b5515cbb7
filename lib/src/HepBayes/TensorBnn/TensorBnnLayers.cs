using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.TensorBnn;

/// <summary>The layers of a network in TensorBNN's names, the tensors that they own, and where their numbers stand in our vectors.</summary>
internal sealed class TensorBnnLayers
{
    public const string FileName = "architecture.txt";
    private const string Gaussian = "denseGaussian";
    private const string Cauchy = "dense";
    private const int HypersOfDense = 4;

    private static readonly Dictionary<string, Activation> Activations = new()
    {
        ["relu"] = Activation.Relu,
        ["tanh"] = Activation.Tanh,
        ["sigmoid"] = Activation.Sigmoid,
        ["elu"] = Activation.Elu,
        ["Exp"] = Activation.Exp,
        ["prelu"] = Activation.Prelu,
        ["squareprelu"] = Activation.SquarePrelu,
    };

    private readonly Mlp architecture;
    private readonly string dense;
    private readonly string? output;

    private TensorBnnLayers(Mlp architecture, string dense, string? output) => (this.architecture, this.dense, this.output) = (architecture, dense, output);

    /// <summary>The tensors in order: weights [outputs, inputs] and biases [outputs, 1] of a dense layer, slopes [units] of an activation.</summary>
    public IReadOnlyList<(ParameterBlock Block, int Rows, int Columns)> Tensors =>
        [.. architecture.Layout.Blocks.Select(b => (b, b.Columns, b.Kind() switch { ParameterKind.Weight => b.Rows, ParameterKind.Bias => 1, _ => 0 }))];

    /// <summary>Names of the layers, a line each.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            for (var layer = 0; layer < architecture.Layers; layer++)
            {
                yield return dense;
                var name = layer == architecture.Layers - 1 ? output : Activations.FirstOrDefault(a => a.Value == architecture.Activation).Key;
                if (name is not null)
                    yield return name;
            }
        }
    }

    /// <summary>Hyper-parameters of all layers.</summary>
    public int HyperParameters => (architecture.Layers * HypersOfDense) + ((architecture.Layers - 1) * HypersOfSlopes);

    private int HypersOfSlopes => architecture.Activation == Activation.SquarePrelu ? 2 : architecture.Activation == Activation.Prelu ? 1 : 0;

    /// <summary>Reads the layers of a folder.</summary>
    public static TensorBnnLayers Read(string folder, TensorBnnSummary summary, Likelihood likelihood)
    {
        var path = Path.Combine(folder, FileName);
        var names = TensorBnnNumbers.Lines(path, "Copy the whole folder.").Where(l => l.Length > 0).ToArray();
        var (kinds, activations, last) = Parse(path, names);
        var prior = kinds.Distinct().ToArray();
        if (prior.Length > 1)
            throw new UserErrorException($"'{path}': found layers {string.Join(" and ", prior)} together; one network has one prior here, so expected one kind.");
        if (activations.Distinct().Count() > 1)
            throw new UserErrorException($"'{path}': found the activations {string.Join(", ", activations.Select(a => a.Name))}; the hidden layers of one network share one activation here.");
        CheckOutput(path, names.Length, last, likelihood);
        var widths = Widths(path, summary, kinds.Count, activations.Count > 0 && activations[0].LearnsSlopes);
        var architecture = Mlp.Of(widths[0], widths[1..^1], widths[^1], activations.FirstOrDefault() ?? Activation.Identity);
        return new TensorBnnLayers(architecture, prior[0], last);
    }

    /// <summary>Names the layers of a model.</summary>
    /// <exception cref="ArgumentException">TensorBNN has no such layers.</exception>
    public static TensorBnnLayers Of(BayesianNetwork network)
    {
        var (architecture, name) = (network.Architecture, network.Prior.Name);
        var dense = name == Prior.TensorBnnGaussian().Name ? Gaussian : name == Prior.TensorBnnCauchy().Name ? Cauchy
            : throw new ArgumentException($"The prior {name} has no layer in TensorBNN; Prior.TensorBnnGaussian and Prior.TensorBnnCauchy have.", nameof(network));
        if (architecture.Hidden.Count > 0 && architecture.Activation != Activation.Identity && !Activations.ContainsValue(architecture.Activation))
            throw new ArgumentException($"TensorBNN has no activation {architecture.Activation}; it has {string.Join(", ", Activations.Keys)}.", nameof(network));
        if (architecture.Activation == Activation.Prelu)
            throw new ArgumentException("The exponential prior of TensorBNN's prelu slopes has no counterpart here, so such networks are only read.", nameof(network));
        var output = network.Likelihood switch
        {
            BernoulliLikelihood => "sigmoid",
            NoiseLikelihood => (string?)null,
            _ => throw new ArgumentException($"TensorBNN has no likelihood {network.Likelihood}; it has Gaussian noise and Bernoulli.", nameof(network)),
        };
        return new TensorBnnLayers(architecture, dense, output);
    }

    /// <summary>The model.</summary>
    public BayesianNetwork Network(Likelihood likelihood) =>
        new(architecture, dense == Gaussian ? Prior.TensorBnnGaussian() : Prior.TensorBnnCauchy(), likelihood);

    /// <summary>Copies a tensor of every network to its place; their weights are [outputs, inputs], ours [inputs, outputs].</summary>
    public void Place(int tensor, float[] values, float[] positions, int parameters)
    {
        var block = Tensors[tensor].Block;
        for (var n = 0; n < positions.Length / parameters; n++)
        {
            for (var o = 0; o < block.Columns; o++)
            {
                for (var i = 0; i < block.Rows; i++)
                    positions[(n * parameters) + block.Offset + (i * block.Columns) + o] = values[(n * block.Count) + (o * block.Rows) + i];
            }
        }
    }

    /// <summary>A tensor of every network as lines of its file.</summary>
    public IEnumerable<float[]> Rows(int tensor, INetworkEnsemble networks)
    {
        var block = Tensors[tensor].Block;
        for (var n = 0; n < networks.Chains * networks.Draws; n++)
        {
            var own = networks.Position(n / networks.Draws, n % networks.Draws).Slice(block.Offset, block.Count).ToArray();
            for (var o = 0; o < block.Columns; o++)
                yield return [.. Enumerable.Range(0, block.Rows).Select(i => own[(i * block.Columns) + o])];
        }
    }

    /// <summary>Copies the hyper-parameters of every network to their places.</summary>
    public void PlaceHypers(float[] values, float[] positions, BayesianNetwork network)
    {
        var (count, own) = (values.Length / (positions.Length / network.Parameters), new List<float>());
        for (var n = 0; n < positions.Length / network.Parameters; n++)
        {
            own.Clear();
            var theirs = values.AsSpan(n * count, count);
            for (var layer = 0; layer < architecture.Layers; layer++)
            {
                own.AddRange([theirs[0], LogOfSquare(theirs[1]), theirs[2], LogOfSquare(theirs[3])]);
                theirs = theirs[HypersOfDense..];
                if (HypersOfSlopes == 0 || layer == architecture.Layers - 1)
                    continue;
                own.AddRange(HypersOfSlopes == 2 ? [theirs[0], MathF.Log(MathF.Abs(theirs[1]))] : [0, (float)Math.Log(Prior.SlopeScale)]);
                theirs = theirs[HypersOfSlopes..];
            }

            foreach (var root in theirs)
                own.Add(LogOfSquare(root));
            own.CopyTo(positions, (n * network.Parameters) + architecture.Layout.Count);
        }
    }

    /// <summary>The hyper-parameters of every network as lines of their file.</summary>
    public IEnumerable<float[]> HyperRows(INetworkEnsemble networks)
    {
        for (var n = 0; n < networks.Chains * networks.Draws; n++)
        {
            var own = networks.Position(n / networks.Draws, n % networks.Draws)[architecture.Layout.Count..].ToArray();
            var blocks = architecture.Layout.Blocks.ToArray();
            for (var b = 0; b < blocks.Length; b++)
            {
                yield return [own[2 * b]];
                yield return [MathF.Exp(blocks[b].Kind() == ParameterKind.Slope ? own[(2 * b) + 1] : own[(2 * b) + 1] / 2)];
            }

            foreach (var logScale in own[(2 * blocks.Length)..])
                yield return [MathF.Exp(logScale / 2)];
        }
    }

    // A scale s is kept as h with s = h^2.
    private static float LogOfSquare(float root) => 2 * MathF.Log(MathF.Abs(root));

    private static (List<string> Kinds, List<Activation> Activations, string? Output) Parse(string path, string[] names)
    {
        var (kinds, activations) = (new List<string>(), new List<Activation>());
        string? open = null;
        for (var i = 0; i < names.Length; i++)
        {
            var name = names[i];
            if (name is Gaussian or Cauchy)
            {
                // What stood open belongs to a hidden layer; nothing between two dense layers is a linear one.
                if (kinds.Count > 0)
                    activations.Add(open is null ? Activation.Identity : open == "softmax" ? throw Unknown(path, i - 1, open) : Activations[open]);
                open = null;
                kinds.Add(name);
            }
            else if (open is not null || kinds.Count == 0)
            {
                throw new UserErrorException($"'{path}', line {i + 1}: found '{name}'; expected a dense layer ({Gaussian} or {Cauchy}) before each activation.");
            }
            else
            {
                open = Activations.ContainsKey(name) || name == "softmax" ? name : throw Unknown(path, i, name);
            }
        }

        return kinds.Count > 0 ? (kinds, activations, open) : throw new UserErrorException($"'{path}': found no dense layer; expected {Gaussian} or {Cauchy}. The file is cut; copy it again.");
    }

    private static UserErrorException Unknown(string path, int line, string name) =>
        new($"'{path}', line {line + 1}: found the layer '{name}'; expected {Gaussian}, {Cauchy} or an activation of {string.Join(", ", Activations.Keys)} (softmax for the outputs alone). Layers of your own have no counterpart; write them as a network here.");

    private static void CheckOutput(string path, int line, string? last, Likelihood likelihood)
    {
        var expected = likelihood switch
        {
            BernoulliLikelihood => "sigmoid",
            CategoricalLikelihood => "softmax",
            PoissonLikelihood => "Exp",
            _ => null,
        };
        if (last != expected)
            throw new UserErrorException($"'{path}', line {line}: found {Named(last)} behind the last dense layer; expected {Named(expected)} for the likelihood {likelihood}, which is part of it here. Give the likelihood that was used in the training.");

        static string Named(string? name) => name is null ? "no activation" : $"'{name}'";
    }

    // Inputs, hidden widths and outputs from the shapes, which must follow each other.
    private static int[] Widths(string path, TensorBnnSummary summary, int layers, bool slopes)
    {
        var tensors = (2 * layers) + (slopes ? layers - 1 : 0);
        if (summary.Shapes.Count != tensors)
            throw new UserErrorException($"'{summary.Path}': found the shapes of {summary.Shapes.Count} tensors; expected {tensors} for the {layers} dense layers in '{path}'. The files are of different networks; copy the folder again.");
        var (widths, tensor) = (new int[layers + 1], 0);
        for (var layer = 0; layer < layers; layer++)
        {
            var weights = summary.Shapes[tensor];
            if (layer == 0)
                widths[0] = weights[^1];
            widths[layer + 1] = weights[0];
            Expect(summary, tensor++, [widths[layer + 1], widths[layer]]);
            Expect(summary, tensor++, [widths[layer + 1], 1]);
            if (slopes && layer < layers - 1)
                Expect(summary, tensor++, [widths[layer + 1]]);
        }

        return widths;
    }

    private static void Expect(TensorBnnSummary summary, int tensor, int[] expected)
    {
        if (!summary.Shapes[tensor].SequenceEqual(expected))
            throw new UserErrorException($"'{summary.Path}', line {tensor + 1}: found the shape {string.Join(" x ", summary.Shapes[tensor])}; expected {string.Join(" x ", expected)} to follow the layer before. The files are of different networks; copy the folder again.");
    }
}
