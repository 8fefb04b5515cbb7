using HepBayes.Data;

namespace HepBayes.Generative.Exploration;

/// <summary>Networks that were fitted to the answers of an oracle.</summary>
public interface ISurrogateFit
{
    /// <summary>How likely points are wanted.</summary>
    /// <param name="points">Points, with their parameters as columns.</param>
    RegionPrediction Predict(Table points);
}
