using System.Globalization;
using HepBayes.Data;
using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Training;
using HepBayes.Training.Search;

namespace HepBayes.Studies;

/// <summary>Trials of a random search: a unit is a trial, whose values follow from the seed and its number alone; merged they are a <see cref="Study"/>.</summary>
internal sealed class SearchWork : IUnitWork
{
    /// <summary>Name of the merged trials, which <see cref="Study.Create"/> reads.</summary>
    public const string Trials = "trials.jsonl";

    private const string TableName = "trials.csv";
    private const string BestName = "best.json";
    private const string UnitName = "trial.json";
    private readonly StudyFolder run;
    private readonly StudyFile study;
    private readonly Lazy<StudyModel> model;
    private DensePosterior? training;
    private DensePosterior? validation;

    /// <summary>The work of a run; data are read when they are needed.</summary>
    public SearchWork(StudyFolder run)
    {
        this.run = run;
        study = StudyFile.Load(run.Study);
        model = new(() => StudyModel.Load(study, run.Plan));
    }

    /// <summary>The search that the merged trials belong to.</summary>
    public static StudyOptions Options(StudyFile study, string folder) =>
        new() { Name = study.Name, Sampler = SearchSampler.Random(), Seed = study.Seed, File = Path.Combine(folder, Trials) };

    /// <inheritdoc/>
    public void Load() => _ = model.Value;

    /// <inheritdoc/>
    public IReadOnlyList<string> Run(UnitFolder folder, TextWriter log, CancellationToken cancellation)
    {
        var trial = Run(folder.Unit, cancellation);
        // Without the time, so that equal trials give equal bytes.
        AtomicFile.WriteAllText(folder.File(UnitName), JournalLines.Of(trial with { Seconds = 0 }) + "\n");
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Trial {trial.Number}: {(trial.State == TrialState.Complete ? $"validation loss {trial.Value:G6}" : trial.Reason)}"));
        return [UnitName];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Merge(IReadOnlyList<UnitFolder> units, string target, TextWriter log, CancellationToken cancellation)
    {
        var lines = units.Select(unit => File.ReadAllText(unit.File(UnitName))).ToArray();
        FinishedTrial[] trials = [.. units.Zip(lines, (unit, line) => JournalLines.Trial(line, unit.Unit))];
        TextTable.Write(ToTable(trials), Path.Combine(target, TableName));
        List<string> files = [TableName];
        File.Delete(Path.Combine(target, Trials));
        File.Delete(Path.Combine(target, BestName));
        // A search counts its trials from 0 without gaps.
        if (units.Count == run.Plan.Units)
        {
            AtomicFile.WriteAllText(Path.Combine(target, Trials), JournalLines.Header(Options(study, target)) + "\n" + string.Concat(lines));
            files.Add(Trials);
        }

        var best = trials.Where(t => t.State == TrialState.Complete).MinBy(t => t.Value);
        log.WriteLine(best is null ? "No trial is complete." : string.Create(CultureInfo.InvariantCulture, $"Best: trial {best.Number} with a validation loss of {best.Value:G6}."));
        if (best is null)
            return files;
        var (network, adam) = Settings(best.Replay());
        AtomicFile.WriteAllText(Path.Combine(target, BestName), StudyJson.Text(new { trial = best.Number, validationLoss = best.Value, network, learningRate = adam.LearningRate, batchRows = adam.BatchRows }));
        return [.. files, BestName];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        training?.Dispose();
        validation?.Dispose();
    }

    private FinishedTrial Run(int number, CancellationToken cancellation)
    {
        var random = new CounterRandom((ulong)study.Seed, RandomStreams.Of(RandomPurpose.Search, number));
        var trial = new Trial(number, parameter => parameter.DrawPrior(random), cancellation: cancellation);
        var (network, adam) = Settings(trial);
        try
        {
            var loss = Loss(network, adam, cancellation);
            return double.IsFinite(loss)
                ? new FinishedTrial(number, TrialState.Complete, loss, trial.Values, [], 0, "")
                : Failed(trial, string.Create(CultureInfo.InvariantCulture, $"the validation loss is {loss}"));
        }
        catch (ArithmeticException e)
        {
            return Failed(trial, e.Message);
        }
    }

    private static FinishedTrial Failed(Trial trial, string reason) => new(trial.Number, TrialState.Failed, double.NaN, trial.Values, [], 0, reason);

    private (StudyNetwork Network, AdamOptions Adam) Settings(Trial trial)
    {
        var (search, network) = (study.Search!, study.Network);
        var adam = new AdamOptions { Epochs = search.Epochs, Seed = study.Seed };
        if (search.Units is { } units)
        {
            var layers = search.Layers is { } range ? trial.Int("layers", range[0], range[1]) : network.Hidden.Count;
            network = network with { Hidden = [.. Enumerable.Range(1, layers).Select(k => trial.Int($"units {k}", units[0], units[1]))] };
        }

        if (search.Activations is { } activations)
            network = network with { Activation = trial.Categorical("activation", [.. activations]) };
        if (search.LearningRate is { } rates)
            adam = adam with { LearningRate = trial.Float("learning rate", rates[0], rates[1], log: true) };
        if (search.BatchRows is { } batches)
            adam = adam with { BatchRows = trial.Categorical("batch rows", [.. batches]) };
        return (network, adam);
    }

    private double Loss(StudyNetwork settings, AdamOptions adam, CancellationToken cancellation)
    {
        var network = settings.Build(study.InputColumns.Count, study.Targets.Count);
        training?.Dispose();
        validation?.Dispose();
        (training, validation) = (model.Value.Training(network: network), model.Value.Validation(network));
        using var start = network.PriorDraws(1, study.Seed);
        return AdamTrainer.Fit(training, start, adam, validation, null, cancellation).History.Validation[0].Min();
    }

    private static Table ToTable(FinishedTrial[] trials)
    {
        var table = Table.FromColumns(("trial", [.. trials.Select(t => (float)t.Number)]), ("validation_loss", [.. trials.Select(t => (float)t.Value)]));
        foreach (var name in trials.SelectMany(t => t.Values).Select(v => v.Parameter.Name).Distinct())
            table = table.WithText(name, [.. trials.Select(t => t.Text(name))]);
        return table.WithText("state", [.. trials.Select(t => t.State.ToString())]).WithText("reason", [.. trials.Select(t => t.Reason)]);
    }
}
