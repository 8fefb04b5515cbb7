namespace HepBayes.Generative;

/// <summary>
/// What a flow q that learns from a density f (known up to a constant) minimises. All three use events drawn from the flow and the
/// gradient of log q at them, never the derivative of f.
/// </summary>
public enum DensityLoss
{
    /// <summary>
    /// &lt;log q/f&gt;_q, with the gradient &lt;(log q/f - its mean) grad log q&gt; (VarGrad; Richter, Boustati, Nüsken, Ruiz, Akyildiz, arXiv 2010.10436), whose noise vanishes
    /// where q = f. May leave out a mode that the flow does not see.
    /// </summary>
    ReverseKullbackLeibler,

    /// <summary>&lt;(f/q)^2&gt;_q, the variance of the weights plus a constant (chi^2 divergence): its minimum is the best proposal for integration.</summary>
    Variance,

    /// <summary>-&lt;(f/q) log q&gt;_q with f/q held constant: the forward divergence by importance weights; covers every mode that is drawn at all.</summary>
    ForwardKullbackLeibler,
}
