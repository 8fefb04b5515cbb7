using System.Globalization;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;

namespace HepBayes.TensorBnn;

/// <summary>
/// Reads and writes the folders in which TensorBNN (Kronheim, Kuchera, Prosper, arXiv 2009.14393) keeps sampled networks:
/// <c>architecture.txt</c> (a layer name a line), <c>summary.txt</c> (shapes and counts), <c>n.k.txt</c> (tensor n, file k,
/// networks below each other) and <c>hypersk.txt</c>.
/// </summary>
/// <example><code>
/// var networks = TensorBnnFolder.Read("Regression", Likelihood.GaussianWithSampledNoise(0.1));
/// var mean = networks.Predict(inputs).Mean();
/// </code></example>
public static class TensorBnnFolder
{
    /// <summary>
    /// Reads the networks of a folder, as one chain in the order they were drawn. Weights, biases and slopes are those of the
    /// files, so the network's outputs are the same. The prior is the one that belongs to the layers
    /// (<see cref="Prior.TensorBnnGaussian"/> or <see cref="Prior.TensorBnnCauchy"/>); its hyper-parameters are
    /// those of the files too, with log s = 2 log|h| for a scale that was kept as its square root h. The single rate of
    /// <c>prelu</c> slopes has no counterpart; their location becomes 0 and their scale the prior's centre.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="likelihood">
    /// The likelihood of the training, which the folder does not name: <c>Likelihood.GaussianWithSampledNoise</c> for
    /// <c>GaussianLikelihood</c>, <c>Likelihood.Gaussian(sd)</c> for <c>FixedGaussianLikelihood</c>, <c>Likelihood.Bernoulli</c>
    /// for <c>BernoulliLikelihood</c>.
    /// </param>
    /// <exception cref="UserErrorException">A file is missing or cut, a number or a layer cannot be read, or shapes do not fit together.</exception>
    public static NetworkSamples Read(string folder, Likelihood likelihood)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(likelihood);
        if (!Directory.Exists(folder))
            throw new UserErrorException($"There is no folder '{folder}' (looked for '{Path.GetFullPath(folder)}').");
        var summary = TensorBnnSummary.Read(folder);
        var layers = TensorBnnLayers.Read(folder, summary, likelihood);
        var network = layers.Network(likelihood);
        var hypers = layers.HyperParameters + likelihood.HyperParameters;
        if (summary.Hypers != hypers)
            throw new UserErrorException($"'{summary.Path}', last line: found {summary.Hypers} hyper-parameters; expected {layers.HyperParameters} of the layers and {likelihood.HyperParameters} of the likelihood {likelihood}. Give the likelihood that was used in the training.");
        var positions = new float[checked(summary.Networks * network.Parameters)];
        for (var tensor = 0; tensor < summary.Shapes.Count; tensor++)
            layers.Place(tensor, TensorBnnNumbers.Read(summary, tensor), positions, network.Parameters);
        if (hypers > 0)
            layers.PlaceHypers(TensorBnnNumbers.ReadHypers(summary), positions, network);
        return new NetworkSamples(network, 1, positions);
    }

    /// <summary>
    /// Writes networks so that TensorBNN's predictor reads them, all chains one after the other in one file a tensor. A folder that
    /// exists gets the new files; <c>summary.txt</c> is written last.
    /// </summary>
    /// <param name="networks">Networks whose prior samples the weights themselves and whose activation TensorBNN has.</param>
    /// <param name="folder">The folder; made if it does not exist.</param>
    /// <exception cref="ArgumentException">The model cannot be said in TensorBNN's layers.</exception>
    public static void Write(INetworkEnsemble networks, string folder)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var layers = TensorBnnLayers.Of(networks.Network);
        Directory.CreateDirectory(folder);
        AtomicFile.WriteAllText(Path.Combine(folder, TensorBnnLayers.FileName), string.Concat(layers.Names.Select(name => name + "\n")));
        for (var tensor = 0; tensor < layers.Tensors.Count; tensor++)
            TensorBnnNumbers.Write(TensorBnnNumbers.PathOf(folder, tensor, 0), layers.Rows(tensor, networks));
        TensorBnnNumbers.Write(TensorBnnNumbers.HyperPath(folder, 0), layers.HyperRows(networks));
        var shapes = layers.Tensors.Select(t => t.Columns == 0 ? $"{t.Rows}\n" : string.Create(CultureInfo.InvariantCulture, $"{t.Rows} {t.Columns}\n"));
        var hypers = layers.HyperParameters + networks.Network.Likelihood.HyperParameters;
        AtomicFile.WriteAllText(
            Path.Combine(folder, TensorBnnSummary.FileName),
            string.Create(CultureInfo.InvariantCulture, $"{string.Concat(shapes)}{networks.Chains * networks.Draws} 1 {layers.Tensors.Count}\n{hypers}"));
    }
}
