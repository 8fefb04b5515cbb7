using HepBayes.Data;
using HepBayes.Prediction;
using HepBayes.Runtime;

namespace HepBayes.Training;

/// <summary>
/// Predictions with dropout left on: each pass drops other units, and the spread over passes says how much the network's answer
/// leans on single units (Gal and Ghahramani, arXiv 1506.02142, section 3). Units are dropped row by row, with the probabilities
/// of the training. <see cref="TrainedClassifier.Predict"/> is the deterministic prediction, with dropout off.
/// </summary>
/// <example><code>
/// var dropout = new MonteCarloDropout(trained) { Passes = 100, Seed = 1 };
/// var predictive = dropout.Predict(split.Test);
/// double[] score = predictive.Mean(), spread = predictive.StandardDeviation(), information = predictive.MutualInformation();
/// </code></example>
/// <param name="Network">A network that was trained with dropout.</param>
public sealed record MonteCarloDropout(TrainedClassifier Network)
{
    /// <summary>Stochastic passes over each row, at least 1; statistics of the spread need 2.</summary>
    public int Passes { get; init; } = 100;

    /// <summary>Decides which units are dropped, together with row number, pass and unit; the number of threads does not matter, and the first passes are the same for any number of them.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Whether to keep every pass in memory, 4 bytes for each row and pass. Otherwise memory grows with the rows alone, and
    /// statistics other than mean, standard deviation, entropies and mutual information repeat the passes when they are asked for.
    /// </summary>
    public bool KeepPasses { get; init; }

    /// <summary>Runs all passes over the rows of a table.</summary>
    /// <param name="table">Rows in the original units; the network's pipeline is applied here, columns are found by name.</param>
    /// <returns>One draw for each pass.</returns>
    /// <exception cref="ArgumentException">The network has no dropout, or the passes do not fit into one array.</exception>
    /// <exception cref="ColumnNotFoundException">An input is missing.</exception>
    /// <exception cref="UserErrorException">A value cannot be used; the message names column and row.</exception>
    public DropoutPredictive Predict(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfLessThan(Passes, 1, nameof(Passes));
        var dropout = Network.Classifier.DropoutOfEachLayer;
        if (dropout.All(p => p == 0))
            throw new ArgumentException("The network was trained without dropout, so all its passes would be equal. Train it with MlpClassifier.Dropout above 0 for a hidden layer, or compare several networks instead.");
        if (KeepPasses && (table.Rows + 64L) * Passes > Array.MaxLength)
            throw new ArgumentException($"{table.Rows} rows with {Passes} passes each make more numbers than one array holds; set KeepPasses to false.");
        return new DropoutPredictive(Network.Task.Network, Network.State.Best, dropout, Network.Pipeline.Matrix(table), Passes, Seed, KeepPasses);
    }
}
