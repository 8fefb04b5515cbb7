using HepBayes.Data;

namespace HepBayes.Generative.Exploration;

/// <summary>
/// What knows the truth about a point, at a price: every answer is a call. It must give equal answers to equal questions, and is
/// called from several threads if the exploration asks for that.
/// </summary>
public interface IOracle
{
    /// <summary>Which oracle it is, with its settings; an exploration is only continued with the same.</summary>
    string Name { get; }

    /// <summary>Answers for one point.</summary>
    /// <param name="point">The point, with its parameters as columns.</param>
    /// <returns>The answer. What is thrown is recorded as a failure ("crashed"), but for <see cref="Runtime.UserErrorException"/> and <see cref="OperationCanceledException"/>, which end the exploration.</returns>
    OracleAnswer Ask(TableRow point);
}
