using HepBayes.Prediction;

namespace HepBayes.Studies;

/// <summary>What a study predicts for points: mean and standard deviation over the networks, and what is asked for besides.</summary>
public sealed record StudyPredict
{
    /// <summary>Probabilities of the quantiles over the networks, without noise; columns such as <c>q0.025</c>.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>Whether the standard deviation of a new event's target (networks and noise) is wanted, column <c>total_sd</c>.</summary>
    public bool TotalStandardDeviation { get; init; }

    /// <summary>Use every n-th draw of each chain.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Rows of a unit of work.</summary>
    public int RowsPerUnit { get; init; } = 100_000;

    /// <summary>Format of the merged file.</summary>
    public PredictionFormat Format { get; init; } = PredictionFormat.Parquet;

    internal static StudyPredict Read(StudyNode node)
    {
        var section = new StudySection(node, "'predict'", "quantiles", "totalStandardDeviation", "every", "rowsPerUnit", "format");
        var defaults = new StudyPredict();
        return new StudyPredict
        {
            Quantiles = section.OptionalReals("quantiles", 0, 1) ?? [],
            TotalStandardDeviation = section.Flag("totalStandardDeviation"),
            Every = section.OptionalWhole("every", 1) ?? defaults.Every,
            RowsPerUnit = section.OptionalWhole("rowsPerUnit", 1) ?? defaults.RowsPerUnit,
            Format = section.OptionalChoice<PredictionFormat>("format") ?? defaults.Format,
        };
    }

    internal BatchStatistics Statistics() => new() { Quantiles = Quantiles, TotalStandardDeviation = TotalStandardDeviation };
}
