using HepBayes.Preprocessing;

namespace HepBayes.Prediction;

/// <summary>What a saved posterior says about itself besides the model: all that is needed to use it on new data and to judge it.</summary>
public sealed record PosteriorDescription
{
    /// <summary>Names of the input columns in the order of the network; empty if unknown.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Names of the target columns; empty if unknown.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The scaler of the training rows; null if the inputs were not scaled.</summary>
    public StandardScaler? Scaler { get; init; }

    /// <summary>Checksum or fingerprint of the training data; empty if unknown.</summary>
    public string Data { get; init; } = "";

    /// <summary>Seed of the run; null if unknown. Taken from the run where there is one.</summary>
    public int? Seed { get; init; }

    /// <summary>Diagnostics by name, for example <c>log posterior R-hat</c>. Taken from the run where there is one.</summary>
    public IReadOnlyDictionary<string, double> Diagnostics { get; init; } = new Dictionary<string, double>();

    /// <summary>Versions of the libraries that wrote the file, by name; filled in when it is written.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();
}
