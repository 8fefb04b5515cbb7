namespace HepBayes.Sampling.Learned;

/// <summary>
/// Where the weights of a learned leapfrog lie in one vector: the momentum network, the position network, the logarithm of
/// the step size. Each network has 2 x parameters + 2 inputs, two hidden layers of rectified units and 3 x parameters
/// outputs; matrices are [inputs, outputs], row by row.
/// </summary>
/// <param name="Parameters">Length of the parameter vector.</param>
/// <param name="Hidden">Units of each hidden layer.</param>
internal readonly record struct LeapfrogLayout(int Parameters, int Hidden)
{
    /// <summary>What a network sees: two vectors and the time as cosine and sine.</summary>
    public int Inputs => (2 * Parameters) + 2;

    /// <summary>What it says: S, Q and T for each coordinate.</summary>
    public int Outputs => 3 * Parameters;

    /// <summary>Matrix of the first layer, from the beginning of a network.</summary>
    public Range First => 0..(Inputs * Hidden);

    /// <summary>Biases of the first layer.</summary>
    public Range FirstBias => After(First, Hidden);

    /// <summary>Matrix of the second layer.</summary>
    public Range Second => After(FirstBias, Hidden * Hidden);

    /// <summary>Biases of the second layer.</summary>
    public Range SecondBias => After(Second, Hidden);

    /// <summary>Matrix of the outputs.</summary>
    public Range Output => After(SecondBias, Hidden * Outputs);

    /// <summary>Biases of the outputs.</summary>
    public Range OutputBias => After(Output, Outputs);

    /// <summary>Logarithms of the largest absolute values of S and Q.</summary>
    public Range LogScale => After(OutputBias, 2 * Parameters);

    /// <summary>Weights of one network.</summary>
    public int NetworkLength => LogScale.End.Value;

    /// <summary>Weights of both networks and the logarithm of the step size.</summary>
    public int Length => (2 * NetworkLength) + 1;

    private static Range After(Range before, int length) => before.End.Value..(before.End.Value + length);
}
