using HepBayes.Data;

namespace HepBayes.Generative.Exploration;

/// <summary>Where points to ask about come from: a finite <see cref="PointPool"/> or a <see cref="ParameterBox"/>.</summary>
public interface ICandidates
{
    /// <summary>Which points these are; an exploration is only continued with the same.</summary>
    string Name { get; }

    /// <summary>The columns that make a point.</summary>
    IReadOnlyList<string> Parameters { get; }

    /// <summary>The number of points there are; null for a space without end.</summary>
    int? Count { get; }

    /// <summary>
    /// The points that a round chooses from, each equally likely where they are drawn: in a pool all that were not asked about, in a
    /// box new uniform ones.
    /// </summary>
    /// <param name="asked">Parameters of all points asked about so far, in order.</param>
    /// <param name="round">Number of the round, from 0.</param>
    /// <param name="seed">Decides every number.</param>
    /// <returns>A table with the parameters, perhaps without rows.</returns>
    Table Next(IReadOnlyList<float[]> asked, int round, int seed);
}
