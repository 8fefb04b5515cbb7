using System.Globalization;
using HepBayes.Data;
using HepBayes.Networks;
using HepBayes.Preprocessing;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Studies;

/// <summary>A study with its rows read: the model, and how columns become inputs and targets.</summary>
internal sealed class StudyModel
{
    private readonly DataSplit split;

    private StudyModel(StudyFile study, DataSplit split)
    {
        (Study, this.split, Network) = (study, split, study.Model());
        var training = InputSets.Add(split.Train, study.InputSet);
        Scaler = StandardScaler.Fit(training, study.InputColumns);
        Targets = [.. study.Targets.Select(target => TargetScale.Fit(target, training))];
    }

    /// <summary>The study.</summary>
    public StudyFile Study { get; }

    /// <summary>The model.</summary>
    public BayesianNetwork Network { get; }

    /// <summary>The scaler of the inputs.</summary>
    public StandardScaler Scaler { get; }

    /// <summary>The scale of each target.</summary>
    public IReadOnlyList<TargetScale> Targets { get; }

    /// <summary>Reads the rows of a study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="plan">Its plan, which knows where files are and what they must hold.</param>
    /// <exception cref="UserErrorException">A file is missing or was changed, or a column does not exist.</exception>
    public static StudyModel Load(StudyFile study, RunPlan plan)
    {
        StudyInputs.Check(study, plan);
        NativeLibraries.EnsureLoaded();
        return new StudyModel(study, study.Data.Load(plan.Files[StudyInputs.Folder]));
    }

    /// <summary>The posterior of the training rows.</summary>
    /// <param name="device">Where to compute; null for the processor.</param>
    /// <param name="network">Another model than that of the study; null for the study's.</param>
    public DensePosterior Training(torch.Device? device = null, BayesianNetwork? network = null) => Posterior(split.Train, network ?? Network, device);

    /// <summary>A model on the validation rows, to judge networks by.</summary>
    /// <param name="network">The model.</param>
    public DensePosterior Validation(BayesianNetwork network) => split.Validation.Rows > 0
        ? Posterior(split.Validation, network, null)
        : throw new UserErrorException($"The study '{Study.Name}' has no validation rows; give 'data' a 'split' with some.");

    /// <summary>The inputs of rows as networks want them, [rows, inputs].</summary>
    /// <param name="rows">Rows with all input columns.</param>
    public float[] Inputs(Table rows) => Scaler.Transform(rows.Select([.. Scaler.Columns])).Matrix(Scaler.Columns);

    private DensePosterior Posterior(Table rows, BayesianNetwork network, torch.Device? device)
    {
        var prepared = Scaler.Transform(InputSets.Add(rows, Study.InputSet));
        string[] names = [.. Targets.Select((_, t) => string.Create(CultureInfo.InvariantCulture, $"target {t}"))];
        for (var t = 0; t < names.Length; t++)
            prepared = prepared.WithColumn(names[t], Targets[t].Of(rows));
        return network.Posterior(prepared, Scaler.Columns, names, device, Study.Data.Weight);
    }
}
