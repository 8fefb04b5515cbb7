namespace HepBayes.Networks;

/// <summary>
/// Several networks of one model that predict together: the draws of a run, a saved posterior, or trained networks (a deep
/// ensemble). Predictions, scores and files treat them alike.
/// </summary>
public interface INetworkEnsemble
{
    /// <summary>The model that the parameter vectors belong to.</summary>
    BayesianNetwork Network { get; }

    /// <summary>Number of chains; 1 for trained networks.</summary>
    int Chains { get; }

    /// <summary>Networks of each chain, in the order they were drawn.</summary>
    int Draws { get; }

    /// <summary>The parameter vector of one network, [<see cref="BayesianNetwork.Parameters"/>].</summary>
    /// <param name="chain">Chain, from 0.</param>
    /// <param name="draw">Draw of the chain, from 0.</param>
    ReadOnlySpan<float> Position(int chain, int draw);
}
