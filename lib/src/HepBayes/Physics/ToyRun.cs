using HepBayes.Runtime;

namespace HepBayes.Physics;

/// <summary>Draws and fits the toys of a study on all threads.</summary>
internal sealed class ToyRun
{
    private const int Reports = 100;
    private readonly FitResult truth;
    private readonly ToyOptions options;
    private readonly IProgress<ProgressReport>? progress;
    private readonly CancellationToken cancellationToken;
    private readonly ToyGenerator generator;
    private readonly FitResult?[] fits;
    private readonly double[] statistics;
    private readonly string?[] failures;
    private readonly Lock reporting = new();
    private int done;

    public ToyRun(FitResult truth, ToyOptions options, IProgress<ProgressReport>? progress, CancellationToken cancellationToken)
    {
        (this.truth, this.options, this.progress, this.cancellationToken) = (truth, options, progress, cancellationToken);
        generator = new ToyGenerator(truth.Model, truth.Range);
        (fits, statistics, failures) = (new FitResult?[options.Toys], new double[options.Toys], new string?[options.Toys]);
    }

    public (FitResult?[] Fits, double[] Statistics, string[] Failures) All()
    {
        using var loop = new ParallelLoop(One);
        loop.Run(options.Toys);
        cancellationToken.ThrowIfCancellationRequested();
        return (fits, statistics, [.. failures.OfType<string>()]);
    }

    private void One(int toy)
    {
        if (cancellationToken.IsCancellationRequested)
            return;
        var random = new CounterRandom((ulong)options.Seed, RandomStreams.Of(RandomPurpose.Toys, toy));
        try
        {
            var data = truth.Data.Toy(generator, random);
            var fit = FitRun.Of(Model(random), data, cancellationToken);
            if (options.AsymmetricErrors)
                fit = fit.WithAsymmetricErrors([.. fit.Parameters.Where(p => p.State == FitParameterState.Free).Select(p => p.Name)]);
            statistics[toy] = fit.Compare(options.Bins).LikelihoodRatio;
            fits[toy] = fit;
        }
        catch (FitFailedException error)
        {
            failures[toy] = error.Message;
        }
        catch (OperationCanceledException)
        {
            return;
        }

        Report();
    }

    // The measurement behind a constraint would come out differently in a new experiment.
    private FitModel Model(CounterRandom random)
    {
        var model = truth.Model;
        foreach (var parameter in truth.Model.Parameters)
        {
            if (parameter.Constraint is { } constraint)
                model = model.With(parameter.Constrain(parameter.Value + (constraint.StandardDeviation * random.NextNormal()), constraint.StandardDeviation));
        }

        return model;
    }

    private void Report()
    {
        if (progress is null)
            return;
        lock (reporting)
        {
            done++;
            if (done == options.Toys || done % Math.Max(1, options.Toys / Reports) == 0)
                progress.Report(new ProgressReport((double)done / options.Toys, FormattableString.Invariant($"toy {done} of {options.Toys}, {failures.Count(f => f is not null)} failed")));
        }
    }
}
