namespace HepBayes.Comparison;

/// <summary>Rows of data, prepared for a network.</summary>
/// <param name="Name">What they are: "training", "test", or the region that test rows lie in.</param>
/// <param name="Inputs">[rows, inputs], row by row.</param>
/// <param name="Targets">[rows].</param>
public sealed record ComparisonRows(string Name, float[] Inputs, float[] Targets)
{
    /// <summary>Number of rows.</summary>
    public int Count => Targets.Length;

    /// <summary>Inputs of the first rows, [rows, inputs].</summary>
    /// <param name="rows">How many; all if there are fewer.</param>
    public float[] FirstInputs(int rows) => Count <= rows ? Inputs : Inputs[..(rows * (Inputs.Length / Count))];
}
