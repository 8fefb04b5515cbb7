using HepBayes.Data;
using HepBayes.Prediction;

namespace HepBayes.Studies;

/// <summary>The networks of a study as a function of table rows: statistics over the networks, in the unit of the target (or of its logarithm).</summary>
internal sealed class Emulator
{
    /// <summary>What the name of a standard deviation ends in.</summary>
    public const string Deviation = "_sd";

    private readonly StudyModel model;
    private readonly BatchPredictor predictor;

    /// <summary>Prepares networks.</summary>
    /// <param name="source">The networks and their study.</param>
    /// <param name="statistics">What is wanted.</param>
    /// <param name="every">Use every n-th draw of each chain.</param>
    public Emulator(PosteriorSource source, BatchStatistics statistics, int every)
    {
        model = source.Model;
        predictor = new BatchPredictor(source.Networks, statistics, every);
    }

    /// <summary>Columns of the statistics.</summary>
    public IReadOnlyList<string> Columns => predictor.Columns;

    /// <summary>A table with the input columns that the library computes.</summary>
    public Table AddInputs(Table rows) => InputSets.Add(rows, model.Study.InputSet);

    /// <summary>The statistics of rows.</summary>
    /// <param name="rows">Rows with all input columns; may be none.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>The columns of <see cref="Columns"/>.</returns>
    public Table Statistics(Table rows, CancellationToken cancellation = default)
    {
        if (rows.Rows == 0)
            return Table.FromColumns([.. Columns.Select(c => (c, Array.Empty<float>()))]);
        var result = new PredictionArrays(rows.Rows);
        predictor.Predict([model.Inputs(rows)], result, cancellation: cancellation);
        return Table.FromColumns([.. Columns.Select((column, c) => (column, InUnits(column, c, result[column])))]);
    }

    // Every statistic is given for each output in turn. Classes and rates are not scaled: such targets are not standardised.
    private float[] InUnits(string column, int index, float[] values)
    {
        var outputs = model.Network.Likelihood.MeanColumns(model.Network.Architecture.Outputs);
        if (outputs != model.Targets.Count || model.Targets[index % outputs] is { Scale: 1, Mean: 0 })
            return values;
        var scale = model.Targets[index % outputs];
        var isWidth = column.StartsWith("sd", StringComparison.Ordinal) || column.StartsWith("total_sd", StringComparison.Ordinal);
        return Array.ConvertAll(values, v => (float)((scale.Scale * v) + (isWidth ? 0 : scale.Mean)));
    }
}
