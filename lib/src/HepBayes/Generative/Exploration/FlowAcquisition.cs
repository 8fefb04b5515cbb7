using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Generative.Exploration;

/// <summary>
/// Candidates where a flow that was trained on the wanted points has its largest density; in a space without end, points drawn from the flow.
/// Parameters are mapped from their ranges to the real line first, so that no point leaves the space.
/// </summary>
internal sealed class FlowAcquisition(IReadOnlyList<(string Name, double Low, double High)> ranges) : IAcquisition
{
    private const int Blocks = 6;
    private const int BatchEvents = 128;
    private const int Steps = 600;

    public string Name => FormattableString.Invariant($"flow of {Blocks} affine blocks, {Steps} steps, in {string.Join(", ", ranges.Select(r => FormattableString.Invariant($"{r.Name} {r.Low} to {r.High}")))}");

    // Fewer wanted points than this do not even fix a mean and a width in each direction.
    private int Fewest => 10 + ranges.Count;

    public Proposal Choose(ExplorationState state, Table candidates, int count, CounterRandom random)
    {
        var wanted = state.Wanted();
        if (wanted.Rows < Fewest)
            return FallBack(state, candidates, count, random, wanted.Rows);
        string[] names = [.. ranges.Select(r => r.Name)];
        var flow = Train(Inside(wanted, names), state.Seed, random);
        if (state.Candidates.Count is not null)
            return new Proposal(ScoreAcquisition.Largest(candidates, flow.LogDensity(Inside(candidates, names)), count, random));
        var drawn = flow.Sample(count, state.Seed);
        return new Proposal(Points.Table(names, [.. Enumerable.Range(0, count).Select(row => drawn[row].ToArray())], "points drawn from a flow").Select([.. state.Candidates.Parameters]));
    }

    private Proposal FallBack(ExplorationState state, Table candidates, int count, CounterRandom random, int known)
    {
        IAcquisition other = state.HasSurrogate ? Acquisition.Uncertainty() : Acquisition.Random();
        return other.Choose(state, candidates, count, random) with { Notice = $"only {known} wanted points are known, of {Fewest} that a flow needs: chosen by {(state.HasSurrogate ? "uncertainty" : "chance")}" };
    }

    // A fifth of the points says when to stop: a flow with as many weights would learn the others by heart.
    private Flow Train(EventSample wanted, int seed, CounterRandom random)
    {
        var order = random.Permutation(wanted.Count);
        var (held, learned) = (wanted.Take(order[..(order.Length / 5)]), wanted.Take(order[(order.Length / 5)..]));
        var maps = EventMap.Fit(learned, [.. ranges.Select(r => VariableMap.Logit(r.Low, r.High))]);
        var start = new Flow(new FlowDesign { Dimensions = ranges.Count, Blocks = Blocks, Hidden = [32], Coupling = Coupling.Affine(), Seed = seed }, maps, seed: seed);
        var batches = Math.Max(1, learned.Count / BatchEvents);
        return FlowTrainer.Fit(start, learned, held, new FlowTrainingOptions { Epochs = (Steps + batches - 1) / batches, BatchEvents = BatchEvents, LearningRate = 1e-3, Seed = seed }).Flow;
    }

    // A float32 can lie on the end of its range, where the map is infinite.
    private EventSample Inside(Table points, string[] names)
    {
        var values = points.Matrix(names);
        for (var i = 0; i < values.Length; i++)
        {
            var (_, low, high) = ranges[i % ranges.Count];
            var hair = 1e-6 * (high - low);
            values[i] = (float)Math.Clamp(values[i], low + hair, high - hair);
        }

        return new EventSample(ranges.Count, values);
    }
}
