namespace HepBayes.Sampling;

/// <summary>The kept positions of a run, wherever they lie.</summary>
internal abstract class DrawSource
{
    /// <summary>The parameter vector of one draw.</summary>
    /// <param name="chain">Chain, from 0.</param>
    /// <param name="draw">Draw, from 0.</param>
    public abstract ReadOnlySpan<float> Position(int chain, int draw);

    /// <summary>The values of one parameter, [chains][draws].</summary>
    /// <param name="parameter">Position in the parameter vector.</param>
    public abstract double[][] Parameter(int parameter);
}
