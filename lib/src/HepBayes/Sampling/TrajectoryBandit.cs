using HepBayes.Runtime;

namespace HepBayes.Sampling;

/// <summary>
/// Chooses step size and number of leapfrog steps from a grid by Bayesian optimisation of a reward, the squared distance
/// travelled over the root of the number of steps (Wang, Mohamed, de Freitas, Adaptive Hamiltonian and Riemann manifold
/// Monte Carlo, ICML 2013), by the upper confidence bound mean + p sqrt(beta) sd of a Gaussian process.
/// </summary>
internal sealed class TrajectoryBandit
{
    private const int GridSize = 16;
    private const int MostPoints = 50;
    private const int Strikes = 5;
    private const double NoReward = 1e-8;
    private const double Delta = 0.1;
    private readonly BanditOptions options;
    private readonly CounterRandom random;
    private readonly List<(int Cell, double Reward)> points = [];
    private double scale = 1;
    private double sum;
    private int transitions;
    private int cycles;
    private int strikes;
    private int cell;

    /// <summary>Starts with a random point of the grid.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="stream">Tells bandits of one run apart.</param>
    public TrajectoryBandit(BanditOptions options, int stream = 0)
    {
        this.options = options;
        random = ChainRandom.Of(options, RandomPurpose.Bandit, stream);
        cell = random.NextInt(GridSize * GridSize);
    }

    /// <summary>The chosen step size.</summary>
    public double StepSize => scale * Log(options.MinimumStepSize, options.MaximumStepSize, cell % GridSize);

    /// <summary>The chosen number of leapfrog steps.</summary>
    public int Leapfrogs => (int)Math.Round(Log(options.MinimumLeapfrogs, options.MaximumLeapfrogs, cell / GridSize));

    /// <summary>Factor on the step sizes of the grid: 1, halved by each reset.</summary>
    public double Scale => scale;

    /// <summary>Learns from one transition and may choose again.</summary>
    /// <param name="reward">Its reward: squared distance travelled over the root of the leapfrog steps.</param>
    public void Learn(double reward)
    {
        sum += reward;
        if (++transitions < options.TransitionsPerPoint)
            return;
        var mean = sum / transitions;
        (sum, transitions) = (0, 0);
        cycles++;
        strikes = mean < NoReward ? strikes + 1 : 0;
        if (strikes == Strikes)
        {
            // Nothing moves: every step is too long.
            scale /= 2;
            points.Clear();
            (strikes, cycles) = (0, 0);
        }
        else
        {
            points.Add((cell, mean));
            if (points.Count > MostPoints)
                points.RemoveAt(0);
        }

        cell = cycles < options.RandomPoints || points.Count == 0 ? random.NextInt(GridSize * GridSize) : Best(Math.Sqrt(Beta()));
    }

    /// <summary>The warm-up is over: takes the best mean.</summary>
    public void Freeze()
    {
        if (points.Count > 0)
            cell = Best(0);
    }

    public void Save(Snapshot snapshot)
    {
        snapshot.Add("bandit.random", random.Position);
        snapshot.Add("bandit.scale", scale);
        snapshot.Add("bandit.sum", sum);
        snapshot.Add("bandit.transitions", (ulong)transitions);
        snapshot.Add("bandit.cycles", (ulong)cycles);
        snapshot.Add("bandit.strikes", (ulong)strikes);
        snapshot.Add("bandit.cell", (ulong)cell);
        snapshot.Add("bandit.points", (ulong)points.Count);
        for (var i = 0; i < points.Count; i++)
        {
            snapshot.Add($"bandit.cell.{i}", (ulong)points[i].Cell);
            snapshot.Add($"bandit.reward.{i}", points[i].Reward);
        }
    }

    public void Restore(Snapshot snapshot)
    {
        random.Position = snapshot.Whole("bandit.random");
        scale = snapshot.Real("bandit.scale");
        sum = snapshot.Real("bandit.sum");
        transitions = (int)snapshot.Whole("bandit.transitions");
        cycles = (int)snapshot.Whole("bandit.cycles");
        strikes = (int)snapshot.Whole("bandit.strikes");
        cell = (int)snapshot.Whole("bandit.cell");
        points.Clear();
        for (var i = 0; i < (int)snapshot.Whole("bandit.points"); i++)
            points.Add(((int)snapshot.Whole($"bandit.cell.{i}"), snapshot.Real($"bandit.reward.{i}")));
    }

    // Cycles count alike here and in the reset; beta grows with them.
    private double Beta() => 2 * Math.Log(Math.Pow(cycles + 1, 3) * Math.PI * Math.PI / (3 * Delta));

    private int Best(double exploration)
    {
        var process = new GaussianProcess([.. points.Select(p => Place(p.Cell))], [.. points.Select(p => p.Reward)]);
        return Enumerable.Range(0, GridSize * GridSize).MaxBy(c =>
        {
            var (mean, sd) = process.At(Place(c));
            return mean + (exploration * sd);
        });
    }

    private static (double X, double Y) Place(int cell) => ((2.0 * (cell % GridSize) / (GridSize - 1)) - 1, (2.0 * (cell / GridSize) / (GridSize - 1)) - 1);

    private static double Log(double minimum, double maximum, int index) => minimum * Math.Pow(maximum / minimum, (double)index / (GridSize - 1));
}
