namespace HepBayes.Networks;

/// <summary>
/// A dense feed-forward network (multilayer perceptron): inputs, hidden layers that share one activation, linear outputs.
/// </summary>
public sealed record Mlp
{
    private Mlp(int inputs, int[] hidden, int outputs, Activation activation)
    {
        Inputs = inputs;
        Hidden = hidden;
        Outputs = outputs;
        Activation = activation;
        Layout = new ParameterLayout(this);
    }

    /// <summary>Number of input features.</summary>
    public int Inputs { get; }

    /// <summary>Widths of the hidden layers, from the input on.</summary>
    public IReadOnlyList<int> Hidden { get; }

    /// <summary>Number of (linear) outputs.</summary>
    public int Outputs { get; }

    /// <summary>The activation of every hidden layer.</summary>
    public Activation Activation { get; }

    /// <summary>Where each weight and bias stands in the flat parameter vector.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>Number of layers with weights (hidden layers and output layer).</summary>
    public int Layers => Hidden.Count + 1;

    /// <summary>Describes a network.</summary>
    /// <param name="inputs">Input features, at least 1.</param>
    /// <param name="hidden">Hidden widths, each at least 1; empty for a linear model.</param>
    /// <param name="outputs">Outputs, at least 1.</param>
    /// <param name="activation">Activation of the hidden layers.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width is below 1.</exception>
    public static Mlp Of(int inputs, IEnumerable<int> hidden, int outputs, Activation activation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentNullException.ThrowIfNull(activation);
        var widths = hidden.ToArray();
        foreach (var width in widths)
            ArgumentOutOfRangeException.ThrowIfLessThan(width, 1, nameof(hidden));
        return new Mlp(inputs, widths, outputs, activation);
    }

    /// <summary>Width of level <paramref name="level"/>: 0 is the input, <see cref="Layers"/> the output.</summary>
    /// <param name="level">0 to <see cref="Layers"/>.</param>
    public int Width(int level) => level == 0 ? Inputs : level == Layers ? Outputs : Hidden[level - 1];

    /// <summary>For example <c>19-50-50-1 relu</c>.</summary>
    public override string ToString() =>
        string.Join('-', Enumerable.Range(0, Layers + 1).Select(Width)) + " " + Activation.Name;

    /// <summary>Networks are equal when widths and activation are.</summary>
    /// <param name="other">The other network.</param>
    public bool Equals(Mlp? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
