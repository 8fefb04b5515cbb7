using HepBayes.Data;
using HepBayes.Generative.Exploration;

namespace HepBayes.ResumeProbe;

/// <summary>An exploration that kills itself on the way.</summary>
internal static class ExplorationProbe
{
    /// <summary>Explores a ring, or goes on with it.</summary>
    /// <param name="file">The journal.</param>
    /// <param name="life">The call of this life in which it dies; 0 for none.</param>
    /// <param name="die">Kills the process a little later.</param>
    public static void Run(string file, int life, Action die)
    {
        var calls = 0;
        var box = new ParameterBox(("x", -2, 2), ("y", -2, 2)) { CandidatesPerRound = 400 };
        var oracle = Oracle.Of("ring", point =>
        {
            if (++calls == life)
                die();
            return Ring(point);
        });
        var region = new WantedRegion("radius", 0.8, 1.2);
        var surrogate = new WindowSurrogate(region, new SurrogateInputs(box.Uniform(500, 0, 9), box.Parameters), new SurrogateOptions { Hidden = [10], Members = 2, FirstSteps = 60, Steps = 30 });
        Explorer.Run(new ExplorationProblem(box, oracle, region), Acquisition.Contour(), surrogate, new ExplorationOptions { Initial = 20, Batch = 10, Calls = 80, Seed = 4, File = file });
    }

    // A corner where there is no answer, an edge where points are rejected.
    private static OracleAnswer Ring(TableRow point)
    {
        if (point["x"] > 1.5 && point["y"] > 1)
            throw new InvalidOperationException("planned");
        return point["y"] < -1.7 ? OracleAnswer.Without(OracleAnswer.Invalid, "too low") : OracleAnswer.Of(Math.Sqrt((point["x"] * point["x"]) + (point["y"] * point["y"])));
    }
}
