using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Sampling;

namespace HepBayes.Studies;

/// <summary>Networks to predict with: the merged run of a folder with its own study, or a saved posterior of the study at hand.</summary>
/// <param name="Networks">The networks.</param>
/// <param name="Model">Their study.</param>
internal sealed record PosteriorSource(INetworkEnsemble Networks, StudyModel Model)
{
    /// <summary>The file whose checksum stands for the networks.</summary>
    /// <param name="path">Folder of a run, or a JSON file.</param>
    /// <exception cref="UserErrorException">There is no merged run and no such file.</exception>
    public static string Stamp(string path)
    {
        if (!Directory.Exists(path))
            return path;
        var stamp = Path.Combine(path, StudyFolder.MergedName, MergeFile.Name);
        return File.Exists(stamp)
            ? stamp
            : throw new UserErrorException($"'{path}' holds no merged chains (no {StudyFolder.MergedName}/{MergeFile.Name}). Run all its units and 'merge' first, or give the JSON file of a saved posterior.");
    }

    /// <summary>Opens networks.</summary>
    /// <param name="path">Folder of a run, or a JSON file.</param>
    /// <param name="own">The study at hand, to which a JSON file belongs.</param>
    /// <param name="plan">Plan of the run that predicts.</param>
    /// <exception cref="UserErrorException">The files are damaged or of another study.</exception>
    public static PosteriorSource Open(string path, StudyFile own, RunPlan plan)
    {
        if (Directory.Exists(path))
        {
            var run = StudyFolder.Open(path);
            if (run.Plan.Kind != "sample")
                throw new UserErrorException($"'{path}' is a run of '{run.Plan.Kind}'; networks come from a run of 'sample'.");
            var model = StudyModel.Load(StudyFile.Load(run.Study), run.Plan);
            return new PosteriorSource(SamplingRun.Open(Path.Combine(run.Merged, ChainFiles.Run)).Networks(model.Network), model);
        }

        var saved = SavedPosterior.Load(path);
        var mine = StudyModel.Load(own, plan);
        return Text(saved.Network) == Text(mine.Network) && (saved.Description.Inputs.Count == 0 || saved.Description.Inputs.SequenceEqual(own.InputColumns))
            ? new PosteriorSource(saved, mine)
            : throw new UserErrorException($"'{path}' holds {saved.Network.Architecture} with {saved.Network.Likelihood.Name} for {saved.Description.Inputs.Count} inputs, not the network of the study '{own.Name}' ({mine.Network.Architecture}, {mine.Network.Likelihood.Name}). Give the posterior of this study.");
    }

    // What files keep of a model.
    private static string Text(BayesianNetwork network) => $"{network.Architecture}; {network.Prior.Name}; {network.Likelihood.Name}";
}
