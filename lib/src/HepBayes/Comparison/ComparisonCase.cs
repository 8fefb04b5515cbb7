using System.Diagnostics;
using HepBayes.Baselines;
using HepBayes.Networks;
using HepBayes.Training;
using TorchSharp;

namespace HepBayes.Comparison;

/// <summary>
/// A problem with what its methods share: the posterior, the trained networks, and the runs that more than one row needs, which are made when
/// first asked for. Not for several threads at once.
/// </summary>
public sealed class ComparisonCase : IDisposable
{
    private readonly ComparisonSettings settings;
    private readonly Dictionary<string, ComparisonFit> fits = [];
    private readonly Dictionary<string, GoldPredictive> gold = [];
    private TrainedNetworks? members;

    /// <summary>Prepares a case; nothing is computed yet.</summary>
    /// <param name="problem">Model and rows.</param>
    /// <param name="settings">What the methods have in common; null for the defaults.</param>
    /// <param name="cancellation">Stops what runs, between transitions or batches.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public ComparisonCase(ComparisonProblem problem, ComparisonSettings? settings = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        this.settings = settings ?? new ComparisonSettings();
        this.settings.Check();
        (Problem, Cancellation) = (problem, cancellation);
        Runtime.NativeLibraries.EnsureLoaded();
        Posterior = problem.Network.Posterior(problem.Training.Inputs, problem.Training.Targets, source: problem.Name);
    }

    /// <summary>Model and rows.</summary>
    public ComparisonProblem Problem { get; }

    /// <summary>Stops what runs.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The posterior of the training rows.</summary>
    public DensePosterior Posterior { get; }

    /// <summary>Gradients over all training rows that a chain may take.</summary>
    public int Gradients => settings.Gradients ?? Problem.Gradients;

    /// <summary>Gradients of the long run, a chain; 0 if there is none.</summary>
    public int GoldGradients => checked(Gradients * settings.GoldFactor);

    /// <summary>The trained networks, <see cref="ComparisonSettings.Members"/> of them.</summary>
    public TrainedNetworks Members
    {
        get
        {
            if (members is not null)
                return members;
            var clock = Stopwatch.StartNew();
            members = DeepEnsemble.Train(Posterior, ComparisonSettings.Members, Problem.Seed, Problem.Climb, cancellation: Cancellation);
            MemberSeconds = clock.Elapsed.TotalSeconds / ComparisonSettings.Members;
            return members;
        }
    }

    /// <summary>Seconds that the training of one network took, when several were trained side by side.</summary>
    public double MemberSeconds { get; private set; }

    /// <summary>Gradients over all rows that the training of one network took.</summary>
    public int MemberGradients => Problem.Climb.Epochs;

    /// <summary>Some of the trained networks, as start of as many chains; the caller owns the tensor.</summary>
    /// <param name="first">The first of them, from 0.</param>
    /// <param name="count">How many.</param>
    /// <returns>[count, parameters].</returns>
    public torch.Tensor Start(int first, int count)
    {
        using var all = Members.Positions();
        return all.narrow(0, first, count).clone();
    }

    /// <summary>What a method makes of this case, kept for the rows of other methods that build on it.</summary>
    /// <param name="method">The method.</param>
    public ComparisonFit FitOf(ComparisonMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        if (!fits.TryGetValue(method.Name, out var fit))
            fits[method.Name] = fit = method.Fit(this);
        return fit;
    }

    /// <summary>What the long run predicts for test rows; null if there is none.</summary>
    internal GoldPredictive? Gold(ComparisonRows test)
    {
        if (settings.GoldFactor == 0)
            return null;
        if (!gold.TryGetValue(test.Name, out var predictive))
            gold[test.Name] = predictive = ComparisonScores.Gold(FitOf(SamplerMethods.Gold), this, test);
        return predictive;
    }

    /// <inheritdoc/>
    public void Dispose() => Posterior.Dispose();
}
