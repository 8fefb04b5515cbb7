namespace HepBayes.Data;

/// <summary>The three parts of a table: every row of it lies in exactly one of them.</summary>
/// <param name="Train">Rows to learn from (networks, scalers, thresholds).</param>
/// <param name="Validation">Rows to choose with (when to stop, which settings); empty where the fraction was 0.</param>
/// <param name="Test">Rows for the final figures only.</param>
public sealed record DataSplit(Table Train, Table Validation, Table Test)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Train.Rows} training, {Validation.Rows} validation and {Test.Rows} test rows of {Train.Source}";
}
