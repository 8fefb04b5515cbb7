namespace HepBayes.Networks;

/// <summary>A named piece of the flat parameter vector.</summary>
/// <param name="Name">For example <c>layer1.weight</c>.</param>
/// <param name="Offset">First position in the flat vector.</param>
/// <param name="Rows">Rows; inputs of the layer for a weight matrix, 1 for a bias vector.</param>
/// <param name="Columns">Columns; outputs of the layer.</param>
public readonly record struct ParameterBlock(string Name, int Offset, int Rows, int Columns)
{
    /// <summary>Number of parameters.</summary>
    public int Count => Rows * Columns;
}
