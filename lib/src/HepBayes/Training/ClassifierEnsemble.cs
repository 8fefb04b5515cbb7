using HepBayes.Data;
using HepBayes.Networks;
using HepBayes.Prediction;

namespace HepBayes.Training;

/// <summary>
/// A deep ensemble: plain networks of one architecture, trained on the same inputs from different seeds, that predict together
/// (Lakshminarayanan, Pritzel, Blundell, arXiv 1612.01474). Each member counts as one draw.
/// </summary>
public sealed class ClassifierEnsemble : INetworkEnsemble
{
    /// <summary>Joins trained networks.</summary>
    /// <param name="members">At least one; their architectures and pipelines are equal.</param>
    /// <exception cref="ArgumentException">There are none, or their architectures differ.</exception>
    /// <exception cref="Runtime.UserErrorException">Their pipelines differ.</exception>
    public ClassifierEnsemble(IReadOnlyList<TrainedClassifier> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0)
            throw new ArgumentException("An ensemble needs at least one trained network.", nameof(members));
        foreach (var member in members)
        {
            if (member.Task.Network != members[0].Task.Network)
                throw new ArgumentException($"The members differ: {member.Task.Network} and {members[0].Task.Network}; an ensemble has one architecture.", nameof(members));
            member.Pipeline.RequireEqual(members[0].Pipeline, "the first member");
        }

        (Members, Network) = (members, members[0].Model);
    }

    /// <summary>The trained networks.</summary>
    public IReadOnlyList<TrainedClassifier> Members { get; }

    /// <summary>The architecture with a Bernoulli likelihood; its prior plays no part.</summary>
    public BayesianNetwork Network { get; }

    int INetworkEnsemble.Chains => 1;

    int INetworkEnsemble.Draws => Members.Count;

    ReadOnlySpan<float> INetworkEnsemble.Position(int chain, int draw) => Members[draw].Parameters;

    /// <summary>Predicts the rows of a table with every member.</summary>
    /// <param name="table">Rows in the original units; the pipeline of the members is applied here.</param>
    /// <exception cref="ColumnNotFoundException">An input is missing.</exception>
    /// <exception cref="Runtime.UserErrorException">A value cannot be used; the message names column and row.</exception>
    public PosteriorPredictive Predict(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return this.Predict(Members[0].Pipeline.Matrix(table));
    }
}
