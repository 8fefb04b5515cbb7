namespace HepBayes.Networks.Kernels;

/// <summary>How the slope of negative sums follows from a sampled parameter.</summary>
internal interface ILearnedSlope
{
    static abstract double Slope(double parameter);

    /// <summary>Derivative of <see cref="Slope"/>.</summary>
    static abstract double Derivative(double parameter);
}
