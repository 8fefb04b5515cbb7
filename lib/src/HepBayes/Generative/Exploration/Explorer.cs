using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Generative.Exploration;

/// <summary>
/// Learning while exploring: proposes points with what is known, asks the oracle, learns from the answers, and begins again. Equal seeds give
/// equal explorations; one with a journal that was killed goes on without losing or repeating an answer and ends as if it had not been.
/// </summary>
/// <example><code>
/// var problem = new ExplorationProblem(new PointPool(points, Pmssm.Parameters), oracle, new WantedRegion("m_h0", 124, 126));
/// var run = Explorer.Run(problem, Acquisition.Probability(), surrogate, new ExplorationOptions { Calls = 2_000, Seed = 1 });
/// run.Found        // wanted points
/// run.Recall()     // their estimated share of all wanted points, with interval
/// </code></example>
public static class Explorer
{
    /// <summary>Explores.</summary>
    /// <param name="problem">Where, with which oracle, and for what.</param>
    /// <param name="acquisition">The strategy.</param>
    /// <param name="surrogate">What imitates the oracle; may be null for strategies that need none.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="progress">Told after every answer.</param>
    /// <param name="cancellation">Stops between answers; what was answered is in the journal.</param>
    /// <exception cref="ArgumentException">The settings contradict each other, or the strategy needs a surrogate.</exception>
    /// <exception cref="UserErrorException">The journal is of another exploration, damaged or in use, or the oracle cannot work at all.</exception>
    /// <exception cref="OperationCanceledException">The exploration was cancelled.</exception>
    public static ExplorationRun Run(ExplorationProblem problem, IAcquisition acquisition, ISurrogate? surrogate = null, ExplorationOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(acquisition);
        options ??= new ExplorationOptions();
        options.Check(problem.Candidates);
        problem.Region.Check();
        using var journal = ExplorationJournal.Open(options.File, Identity(problem, acquisition, surrogate, options));
        return new Loop(problem, acquisition, new SurrogateSequence(surrogate, acquisition, problem.Candidates.Parameters, options.Seed, cancellation), options, journal, progress, cancellation).Run();
    }

    private static OrderedDictionary<string, string> Identity(ExplorationProblem problem, IAcquisition acquisition, ISurrogate? surrogate, ExplorationOptions options) => new()
    {
        ["candidates"] = problem.Candidates.Name,
        ["oracle"] = problem.Oracle.Name,
        ["region"] = problem.Region.ToString(),
        ["acquisition"] = acquisition.Name,
        ["surrogate"] = surrogate?.Name ?? "none",
        ["batches"] = FormattableString.Invariant($"{options.Initial}, then {options.Batch}, of these {options.RandomShare} random"),
        ["seed"] = FormattableString.Invariant($"{options.Seed}"),
    };

    /// <summary>The surrogates of all rounds, each started from the one before; trained when they are needed, and only then.</summary>
    private sealed class SurrogateSequence(ISurrogate? surrogate, IAcquisition acquisition, IReadOnlyList<string> parameters, int seed, CancellationToken cancellation)
    {
        private ISurrogateFit? last;
        private int rounds;

        public bool Exist => surrogate is not null;

        public ISurrogateFit Before(int round, IReadOnlyList<AskedPoint> asked)
        {
            if (surrogate is null)
                throw new ArgumentException($"The strategy '{acquisition.Name}' needs a surrogate; none was given.");
            while (rounds < round)
            {
                rounds++;
                AskedPoint[] known = [.. asked.TakeWhile(p => p.Round < rounds)];
                last = surrogate.Fit(Points.Table(parameters, [.. known.Select(p => p.Parameters)], "the points that were asked about"), known, last, Seeds.Of(seed, rounds), cancellation);
            }

            return last!;
        }
    }

    private sealed class Loop(
        ExplorationProblem problem, IAcquisition acquisition, SurrogateSequence surrogates, ExplorationOptions options, ExplorationJournal journal, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        private readonly List<AskedPoint> asked = [];
        private readonly List<ExplorationRound> rounds = [];

        public ExplorationRun Run()
        {
            string? reason;
            while ((reason = StopReason()) is null)
            {
                cancellation.ThrowIfCancellationRequested();
                var record = journal.Round(rounds.Count) ?? Propose();
                if (record is null)
                    return Result("every point of the pool has been asked about");
                Ask(record);
                Add(record);
            }

            return Result(reason);
        }

        private ExplorationRun Result(string reason) => new(problem, options, [.. asked], [.. rounds], reason);

        private string? StopReason()
        {
            if (asked.Count >= options.Calls)
                return $"{asked.Count} calls of the oracle, as many as allowed";
            if (options.StopAfterEmptyRounds is { } empty && rounds.Count > empty && rounds[^1].Found == rounds[^(empty + 1)].Found)
                return $"no new wanted point in {empty} {(empty == 1 ? "round" : "rounds")}";
            if (options.StopAtRecall is { } recall && rounds.Count > 0 && Result("").Recall() is var estimate && estimate.Low >= recall)
                return FormattableString.Invariant($"the recall is estimated as {estimate}, with its lower end at or above {recall}");
            return null;
        }

        // Null when a pool is empty. Random points are drawn before any other, from all that is open, so that they are a fair sample of it.
        private ExplorationJournal.RoundRecord? Propose()
        {
            var (round, seed) = (rounds.Count, Seeds.Of(options.Seed, rounds.Count));
            var (parameters, random) = (problem.Candidates.Parameters, new CounterRandom((ulong)options.Seed, RandomStreams.Of(RandomPurpose.ExplorationChoice, round)));
            var candidates = problem.Candidates.Next([.. asked.Select(p => p.Parameters)], round, options.Seed);
            var count = Math.Min(Math.Min(round == 0 ? options.Initial : options.Batch, options.Calls - asked.Count), candidates.Rows);
            if (count == 0)
                return null;
            var drawn = round == 0 || acquisition is RandomAcquisition ? count : Math.Min(count, (int)Math.Ceiling(options.RandomShare * options.Batch));
            var order = random.Permutation(candidates.Rows);
            var points = Points.Of(candidates, parameters, order.Take(drawn)).ToList();
            var notice = "";
            if (count > drawn)
            {
                var state = new ExplorationState(problem.Candidates, asked, round, seed, surrogates.Exist, () => surrogates.Before(round, asked));
                var proposal = acquisition.Choose(state, candidates.Take([.. order.Skip(drawn).Order()]), count - drawn, random);
                if (proposal.Points.Rows != count - drawn)
                    throw new ArgumentException($"The strategy '{acquisition.Name}' proposed {proposal.Points.Rows} points; expected {count - drawn}.");
                points.AddRange(Points.Of(proposal.Points, parameters, Enumerable.Range(0, proposal.Points.Rows)));
                notice = proposal.Notice;
            }

            return journal.Propose([.. points], drawn, problem.Candidates.Count is null ? null : candidates.Rows, notice);
        }

        private void Ask(ExplorationJournal.RoundRecord record)
        {
            int[] open = [.. Enumerable.Range(0, record.Points.Length).Where(i => record.Answers[i] is null)];
            var table = Points.Table(problem.Candidates.Parameters, record.Points, $"round {rounds.Count}");
            var finished = asked.Count + record.Points.Length - open.Length;
            try
            {
                Parallel.ForEach(open, new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellation }, point =>
                {
                    journal.Answer(point, Answer(new TableRow(table, point)));
                    var count = Interlocked.Increment(ref finished);
                    progress?.Report(new ProgressReport(Math.Min(1, (double)count / options.Calls), FormattableString.Invariant($"round {rounds.Count}, call {count} of at most {options.Calls}, {asked.Count(p => p.Wanted)} found")));
                });
            }
            catch (AggregateException e) when (e.InnerExceptions.OfType<UserErrorException>().FirstOrDefault() is { } first)
            {
                throw new UserErrorException(first.Message, e);
            }
        }

        private OracleAnswer Answer(TableRow point)
        {
            try
            {
                var answer = problem.Oracle.Ask(point);
                // A value that is not a number is no answer, whoever made the record.
                return answer.Accepted ? OracleAnswer.Of(answer.Value) : answer with { Value = double.NaN };
            }
#pragma warning disable CA1031 // One bad point must not end the exploration; the reason is kept.
            catch (Exception e) when (e is not (UserErrorException or OperationCanceledException))
#pragma warning restore CA1031
            {
                return OracleAnswer.Without("crashed", $"{e.GetType().Name}: {e.Message}");
            }
        }

        private void Add(ExplorationJournal.RoundRecord record)
        {
            var before = asked.Count(p => p.Wanted);
            AskedPoint[] own = [.. record.Points.Select((point, i) => new AskedPoint(rounds.Count, i < record.Random, point, record.Answers[i]!, problem.Region.Contains(record.Answers[i]!)))];
            asked.AddRange(own);
            rounds.Add(new ExplorationRound(
                rounds.Count, asked.Count, before + own.Count(p => p.Wanted), before, record.Open, record.Random, own.Count(p => p.Random && p.Wanted), record.Notice));
        }
    }
}
