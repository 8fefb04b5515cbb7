using HepBayes.Data;

namespace HepBayes.Training;

/// <summary>Which rows a network was trained on.</summary>
/// <param name="Source">Where they came from.</param>
/// <param name="TrainingRows">The number of training rows.</param>
/// <param name="TrainingChecksum">The SHA-256 of inputs, label and weights of the training rows, before the pipeline (see <see cref="Table.Checksum"/>).</param>
/// <param name="ValidationRows">The number of validation rows.</param>
/// <param name="ValidationChecksum">The same sum of the validation rows.</param>
public sealed record ClassifierData(string Source, int TrainingRows, string TrainingChecksum, int ValidationRows, string ValidationChecksum)
{
    internal static ClassifierData Of(ClassifierTask task, DataSplit split)
    {
        string[] columns = [.. task.Pipeline.Columns, task.Label, .. task.Options.WeightColumn is { } weight ? new[] { weight } : []];
        return new(split.Train.Source, split.Train.Rows, split.Train.Checksum(columns), split.Validation.Rows, split.Validation.Checksum(columns));
    }
}
