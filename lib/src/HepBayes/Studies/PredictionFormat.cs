namespace HepBayes.Studies;

/// <summary>How merged predictions are written.</summary>
public enum PredictionFormat
{
    /// <summary>Apache Parquet.</summary>
    Parquet,

    /// <summary>Text with a line of names.</summary>
    Csv,
}
