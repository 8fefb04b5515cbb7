using HepBayes.Training.Search;

namespace HepBayes.Tests.Training.Search;

/// <summary>Standard functions to minimise, the same as in Golden/reference.py.</summary>
internal static class SearchFunctions
{
    /// <summary>Optimises under the cancellation of the test.</summary>
    public static Study Run(this Study study, Func<Trial, double> objective, int trials) =>
        study.Optimise(objective, trials, progress: null, TestContext.Current.CancellationToken);

    public static double Sphere(Trial trial) => Square(trial.Float("x", -5, 5)) + Square(trial.Float("y", -5, 5));

    public static double Branin(Trial trial)
    {
        var (x, y) = (trial.Float("x", -5, 10), trial.Float("y", 0, 15));
        return Square(y - (5.1 / (4 * Math.PI * Math.PI) * x * x) + (5 / Math.PI * x) - 6) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10;
    }

    /// <summary>A choice, a logarithmic number, a whole number, and a number with steps that only one choice has.</summary>
    public static double Mixed(Trial trial)
    {
        var kind = trial.Categorical("kind", "a", "b", "c");
        var value = kind switch { "a" => 1.0, "b" => 0.0, _ => 0.5 };
        value += Square(Math.Log10(trial.Float("rate", 1e-4, 1, log: true)) + 2);
        value += Square((trial.Int("units", 1, 50) - 20) / 10.0);
        return value + (kind == "b" ? Square(trial.Float("drop", 0, 2, step: 0.1) - 1.3) : 0.3);
    }

    private static double Square(double x) => x * x;
}
