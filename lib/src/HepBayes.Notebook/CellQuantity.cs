namespace HepBayes.Notebooks;

/// <summary>What a heatmap shows of each cell.</summary>
public enum CellQuantity
{
    /// <summary>The mean of the quantity; cells without rows stay empty.</summary>
    Mean,

    /// <summary>The standard deviation of the quantity between the rows of the cell; cells with fewer than two rows stay empty.</summary>
    StandardDeviation,

    /// <summary>The number of rows; cells without rows stay empty.</summary>
    Count,
}
