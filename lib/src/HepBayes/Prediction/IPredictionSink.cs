namespace HepBayes.Prediction;

/// <summary>Receives the results of <see cref="BatchPredictor"/>, block after block in the order of the rows, on one thread.</summary>
public interface IPredictionSink
{
    /// <summary>Takes a block.</summary>
    /// <param name="block">Its memory is used again after the call.</param>
    void Write(PredictionBlock block);
}
