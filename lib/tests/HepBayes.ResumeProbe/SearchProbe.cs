using HepBayes.Runtime;
using HepBayes.Training.Search;

namespace HepBayes.ResumeProbe;

/// <summary>A search into a file that kills itself on the way; it prints the number of finished trials after each.</summary>
internal static class SearchProbe
{
    private const int Trials = 60;

    /// <summary>Runs the search, or goes on with it.</summary>
    /// <param name="file">The study file.</param>
    /// <param name="life">The trial of this life in which it dies; 0 for none.</param>
    /// <param name="die">Kills the process a little later.</param>
    public static void Run(string file, int life, Action die)
    {
        var study = Study.Create(new StudyOptions { Name = "probe", Seed = 9, Pruner = Pruner.Median(), File = file });
        var begun = 0;
        study.Optimise(
            trial =>
            {
                if (++begun == life)
                    die();
                return Objective(trial);
            },
            Trials,
            new Printer(study));
    }

    // Numbers, a choice, a conditional parameter, reports, and now and then a failure.
    private static double Objective(Trial trial)
    {
        var value = Math.Pow(trial.Float("rate", 1e-4, 1, log: true) - 0.1, 2) + (trial.Int("units", 1, 50) / 50.0);
        if (trial.Categorical("norm", true, false))
            value += trial.Float("drop", 0, 0.5, step: 0.01);
        if (trial.Number % 13 == 5)
            throw new InvalidOperationException("planned");
        return trial.Report(1, 2 * value) && trial.Report(2, value) ? value : 0;
    }

    private sealed class Printer(Study study) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => Console.WriteLine(study.Trials.Count);
    }
}
