namespace HepBayes.Networks;

/// <summary>Outputs and targets of a tile of rows, feature by feature, <c>[feature, row of tile]</c>.</summary>
internal readonly unsafe struct LikelihoodTile<T> where T : unmanaged
{
    /// <summary>Network outputs, [outputs, rows].</summary>
    public required T* F { get; init; }

    /// <summary>Targets, [target columns, rows].</summary>
    public required T* Y { get; init; }

    /// <summary>Event weights, [rows]; null if all are 1.</summary>
    public required T* Weights { get; init; }

    /// <summary>Receives the gradient with respect to the outputs, [outputs, rows].</summary>
    public required T* Delta { get; init; }

    /// <summary>Number of outputs.</summary>
    public required int Outputs { get; init; }

    /// <summary>Number of target columns.</summary>
    public required int TargetColumns { get; init; }

    /// <summary>Rows of the tile.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows that hold data; the others only fill up the tile.</summary>
    public required int Valid { get; init; }

    /// <summary>The weight of a row.</summary>
    public double Weight(int row) => Weights == null ? 1 : Real.ToDouble(Weights[row]);
}
