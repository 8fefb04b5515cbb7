namespace HepBayes.Generative.Exploration;

/// <summary>What is looked for: points that the oracle accepts and whose quantity lies between two limits.</summary>
/// <param name="Quantity">The name of the quantity, for example <c>m_h0</c>.</param>
/// <param name="Low">The lower limit, itself excluded, in the unit of the quantity; minus infinity for none.</param>
/// <param name="High">The upper limit, itself excluded; infinity for none.</param>
public sealed record WantedRegion(string Quantity, double Low, double High)
{
    /// <summary>Whether an answer lies in the region. A point on which the oracle failed does not.</summary>
    /// <param name="answer">What the oracle said.</param>
    public bool Contains(OracleAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Accepted && answer.Value > Low && answer.Value < High;
    }

    /// <summary>The region in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Low} < {Quantity} < {High}");

    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(Quantity) || !(Low < High))
            throw new ArgumentException($"The wanted region is '{this}'; expected a quantity with a name, and a lower limit below the upper one.");
    }
}
