using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>Moves two blocks of parameters in turn, each by Hamiltonian Monte Carlo with its own adaptation or its own bandit.</summary>
internal sealed class HmcGibbsProcess : ChainProcess
{
    private readonly Block first;
    private readonly Block second;
    private readonly Tensor position;
    private readonly Tensor inverseMass;

    /// <summary>Starts chains.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="start">Start of each chain, [chains, parameters].</param>
    /// <param name="split">Number of parameters of the first block.</param>
    /// <param name="options">Settings.</param>
    public HmcGibbsProcess(ILogDensity density, Tensor start, int split, HmcGibbsOptions options)
    {
        using var scope = NewDisposeScope();
        position = start.to(density.NumberType).to(density.Device).contiguous().clone().DetachFromDisposeScope();
        inverseMass = empty_like(position).DetachFromDisposeScope();
        first = new Block(density, position, 0, split, options.FirstBlock, 0);
        second = new Block(density, position, split, density.Parameters - split, options.SecondBlock, 1);
    }

    public override int Chains => first.Process.Chains;

    public override Tensor Position => position;

    public override Tensor InverseMass
    {
        get
        {
            using var scope = NewDisposeScope();
            first.Part(inverseMass).copy_(first.Process.InverseMass);
            second.Part(inverseMass).copy_(second.Process.InverseMass);
            return inverseMass;
        }
    }

    /// <inheritdoc/>
    /// <remarks>That of the first block.</remarks>
    public override double StepSize => first.Process.StepSize;

    public override TransitionInfo Warm(int step) => Move(process => process.Warm(step));

    public override TransitionInfo Draw() => Move(process => process.Draw());

    public override void Save(Snapshot snapshot)
    {
        snapshot.Add("gibbs.split", (ulong)first.Count);
        snapshot.Add("gibbs.position", position);
        first.Save(snapshot);
        second.Save(snapshot);
    }

    public override void Restore(Snapshot snapshot)
    {
        using var scope = NewDisposeScope();
        var split = (int)snapshot.Whole("gibbs.split");
        if (split != first.Count)
            throw new UserErrorException($"The run in this folder moves the first {split} parameters as one block, now {first.Count} were asked for. Continue it with the same split, or choose another folder.");
        position.copy_(snapshot.Tensor("gibbs.position"));
        first.Restore(snapshot);
        second.Restore(snapshot);
    }

    public override void Dispose()
    {
        first.Dispose();
        second.Dispose();
        position.Dispose();
        inverseMass.Dispose();
    }

    private TransitionInfo Move(Func<ChainProcess, TransitionInfo> move)
    {
        var a = first.Move(position, move);
        var b = second.Move(position, move);
        return new TransitionInfo(a.AcceptProbability, Either(a.IsAccepted, b.IsAccepted), Either(a.IsDivergent, b.IsDivergent), a.Energy, b.LogDensity, [.. a.Leapfrogs.Zip(b.Leapfrogs, (m, n) => m + n)]);
    }

    private static bool[] Either(bool[] a, bool[] b) => [.. a.Zip(b, (x, y) => x || y)];

    private sealed class Block : IDisposable
    {
        private readonly BlockDensity density;
        private readonly string prefix;

        public Block(ILogDensity whole, Tensor position, int offset, int count, SamplerOptions options, int stream)
        {
            prefix = $"block{stream}.";
            density = new BlockDensity(whole, position, offset, count);
            Process = options is BanditOptions bandit
                ? new BanditProcess(density, density.Of(position), bandit, stream)
                : new HmcProcess(density, density.Of(position), options, new JitteredTrajectory((HmcOptions)options, stream), stream);
        }

        public BlockProcess Process { get; }

        public int Count => density.Parameters;

        public Tensor Part(Tensor whole) => density.Of(whole);

        // One transition given the other block's values.
        public TransitionInfo Move(Tensor position, Func<ChainProcess, TransitionInfo> move)
        {
            using var scope = NewDisposeScope();
            density.Fix(position);
            Process.Refresh();
            var info = move(Process);
            density.Of(position).copy_(Process.Position);
            return info;
        }

        public void Save(Snapshot snapshot)
        {
            using var own = new Snapshot();
            Process.Save(own);
            foreach (var (name, tensor) in own.Tensors)
                snapshot.Add(prefix + name, tensor);
            foreach (var (name, bits) in own.Numbers)
                snapshot.AddRaw(prefix + name, bits);
        }

        public void Restore(Snapshot snapshot)
        {
            using var own = new Snapshot();
            foreach (var (name, tensor) in snapshot.Tensors.Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal)))
                own.Add(name[prefix.Length..], tensor);
            foreach (var (name, bits) in snapshot.Numbers.Where(n => n.Key.StartsWith(prefix, StringComparison.Ordinal)))
                own.AddRaw(name[prefix.Length..], bits);
            Process.Restore(own);
        }

        public void Dispose()
        {
            Process.Dispose();
            density.Dispose();
        }
    }
}
