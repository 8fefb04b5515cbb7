using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using HepBayes.Generative.Engine;
using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Generative.Adversarial;

/// <summary>
/// Losses of critic and generator with their gradients over one batch. Each tile has its own sums, added in order: the bits do not
/// depend on the number of threads.
/// </summary>
/// <typeparam name="T">float; double in tests of the formulas.</typeparam>
internal sealed unsafe class GanEngine<T> where T : unmanaged
{
    private const int Rows = RowTiles<T>.TileRows;
    private readonly GanDesign design;
    private readonly int batch;
    private readonly int tiles;
    private readonly Work[] works;

    /// <summary>Makes the memory.</summary>
    /// <param name="design">The networks.</param>
    /// <param name="batch">Events of a batch, true and generated each.</param>
    public GanEngine(GanDesign design, int batch)
    {
        (this.design, this.batch, tiles) = (design, batch, (batch + Rows - 1) / Rows);
        (Generator, Critic) = (new DenseNetwork<T>(design.GeneratorShape), new DenseNetwork<T>(design.CriticShape));
        works = [.. Enumerable.Range(0, 2 * tiles).Select(_ => new Work(design))];
    }

    /// <summary>Gives generated events [batch, variables] and takes a gradient of something else with respect to them, which is added.</summary>
    public delegate void ExtraGradient(T[] generated, T[] gradient);

    public DenseNetwork<T> Generator { get; }

    public DenseNetwork<T> Critic { get; }

    /// <summary>The loss of the critic, a weighted mean over true events plus a mean over generated ones.</summary>
    /// <param name="truth">Mapped true events, [events, variables].</param>
    /// <param name="chosen">The events of the batch.</param>
    /// <param name="weights">Weights of all true events, of mean 1.</param>
    /// <param name="lambda">Strength of the gradient penalty.</param>
    /// <param name="noise">Where the latent variables of the generated events begin.</param>
    /// <param name="gradient">Receives the gradient of the critic's parameters.</param>
    public (double CrossEntropy, double Penalty) CriticGradient(ReadOnlyMemory<T> truth, ReadOnlyMemory<int> chosen, ReadOnlyMemory<double> weights, double lambda, NoisePlace noise, Span<T> gradient)
    {
        Parallel.For(0, 2 * tiles, Compute.Parallel, item =>
        {
            var (work, tile) = (works[item], item % tiles);
            var count = Count(tile);
            work.Clear(Critic.Shape.Layout.Count);
            if (item < tiles)
            {
                var rows = chosen.Span.Slice(tile * Rows, count);
                TileCopy<T>.GatherChosen(truth.Span, design.Dimensions, rows, work.Critic.Level(0));
                for (var r = 0; r < count; r++)
                    work.Coefficients[r] = weights.Span[rows[r]] / batch;
                AddCritic(work, isTruth: true, lambda);
                return;
            }

            Generate(work, tile, noise);
            work.Coefficients.AsSpan(0, count).Fill(1.0 / batch);
            AddCritic(work, isTruth: false, lambda);
        });
        Reduce(2 * tiles, gradient);
        return (works.Sum(w => w.CrossEntropy), works.Sum(w => w.Penalty));
    }

    /// <summary>The loss of the generator, the mean of -log D over generated events.</summary>
    /// <param name="noise">Where their latent variables begin.</param>
    /// <param name="extra">A further term; null for none.</param>
    /// <param name="gradient">Receives the gradient of the generator's parameters.</param>
    public double GeneratorGradient(NoisePlace noise, ExtraGradient? extra, Span<T> gradient)
    {
        var (generated, further) = extra is null ? ([], []) : (new T[batch * design.Dimensions], new T[batch * design.Dimensions]);
        Parallel.For(0, tiles, Compute.Parallel, tile =>
        {
            var work = works[tile];
            work.Clear(Generator.Shape.Layout.Count);
            Generate(work, tile, noise);
            GradientOfGenerated(work, Count(tile));
            if (extra is not null)
                TileCopy<T>.Scatter(work.Critic.Level(0), design.Dimensions, generated.AsSpan(tile * Rows * design.Dimensions), Count(tile));
        });
        extra?.Invoke(generated, further);
        Parallel.For(0, tiles, Compute.Parallel, tile =>
        {
            var (work, last) = (works[tile], Generator.Shape.Layers);
            if (extra is not null)
                Add(further, tile * Rows, Count(tile), work.Generator.Delta(last));
            Generator.Backward(work.Generator);
            Generator.AddGradient(work.Generator, work.Gradient);
        });
        Reduce(tiles, gradient);
        return works.Take(tiles).Sum(w => w.CrossEntropy);
    }

    private int Count(int tile) => Math.Min(Rows, batch - (tile * Rows));

    private void Generate(Work work, int tile, NoisePlace noise)
    {
        LatentTile.Fill(noise, tile, design.LatentVariables, work.Generator.Level(0));
        Generator.Forward(work.Generator);
        new ReadOnlySpan<T>(work.Generator.Level(Generator.Shape.Layers), design.Dimensions * Rows).CopyTo(new Span<T>(work.Critic.Level(0), design.Dimensions * Rows));
    }

    // The logit of every row at the critic's last level, its gradient at delta 0.
    private void Judge(Work work)
    {
        Critic.Forward(work.Critic);
        new Span<T>(work.Critic.Delta(Critic.Shape.Layers), Rows).Fill(Real.From<T>(1));
        Critic.Backward(work.Critic);
    }

    private void AddCritic(Work work, bool isTruth, double lambda)
    {
        Judge(work);
        T* logits = work.Critic.Level(Critic.Shape.Layers), slope = work.Critic.Delta(0), direction = work.Critic.Tangent(0);
        for (var r = 0; r < Rows; r++)
        {
            var square = 0.0;
            for (var i = r; i < design.Dimensions * Rows; i += Rows)
                square += Real.ToDouble(slope[i]) * Real.ToDouble(slope[i]);
            var (logit, share) = (Real.ToDouble(logits[r]), work.Coefficients[r]);
            var term = isTruth ? CriticTerm.OfTruth(logit, square, lambda) : CriticTerm.OfGenerated(logit, square, lambda);
            work.CrossEntropy += share * term.CrossEntropy;
            work.Penalty += share * term.Penalty;
            work.Slopes[r] = Real.From<T>(share * term.LogitSlope);
            for (var i = r; i < design.Dimensions * Rows; i += Rows)
                direction[i] = Real.From<T>(2 * share * term.SquareSlope * Real.ToDouble(slope[i]));
        }

        Critic.AddTangentGradient(work.Critic, work.Slopes, work.Gradient);
    }

    private void GradientOfGenerated(Work work, int count)
    {
        Judge(work);
        T* logits = work.Critic.Level(Critic.Shape.Layers), slope = work.Critic.Delta(0), target = work.Generator.Delta(Generator.Shape.Layers);
        new Span<T>(target, design.Dimensions * Rows).Clear();
        for (var r = 0; r < count; r++)
        {
            var logit = Real.ToDouble(logits[r]);
            work.CrossEntropy += CriticTerm.Softplus(-logit) / batch;
            var factor = -1 / ((1 + Math.Exp(logit)) * batch);
            for (var i = r; i < design.Dimensions * Rows; i += Rows)
                target[i] = Real.From<T>(factor * Real.ToDouble(slope[i]));
        }
    }

    private void Add(T[] rows, int first, int count, T* tile)
    {
        for (var r = 0; r < count; r++)
        {
            for (var variable = 0; variable < design.Dimensions; variable++)
            {
                var place = (variable * Rows) + r;
                tile[place] = Real.From<T>(Real.ToDouble(tile[place]) + Real.ToDouble(rows[((first + r) * design.Dimensions) + variable]));
            }
        }
    }

    private void Reduce(int count, Span<T> gradient)
    {
        gradient.Clear();
        for (var item = 0; item < count; item++)
        {
            var own = works[item].Gradient;
            ref var target = ref MemoryMarshal.GetReference(gradient);
            var i = 0;
            for (; i <= gradient.Length - Vector256<T>.Count; i += Vector256<T>.Count)
                (Vector256.LoadUnsafe(ref target, (nuint)i) + Vector256.Load(own + i)).StoreUnsafe(ref target, (nuint)i);
            for (; i < gradient.Length; i++)
                gradient[i] = Real.From<T>(Real.ToDouble(gradient[i]) + Real.ToDouble(own[i]));
        }
    }

    /// <summary>The memory of one tile of a batch.</summary>
    private sealed class Work
    {
        private readonly PinnedMemory<T> gradient;
        private readonly PinnedMemory<T> slopes = new(Rows);

        public Work(GanDesign design)
        {
            (Generator, Critic) = (new DenseSpace<T>(design.GeneratorShape), new DenseSpace<T>(design.CriticShape));
            gradient = new PinnedMemory<T>(Math.Max(design.GeneratorShape.Layout.Count, design.CriticShape.Layout.Count));
        }

        public DenseSpace<T> Generator { get; }

        public DenseSpace<T> Critic { get; }

        public T* Gradient => gradient.Pointer;

        /// <summary>The derivative of the loss by the logit of each row.</summary>
        public T* Slopes => slopes.Pointer;

        /// <summary>What each row counts; 0 for rows that fill up the last tile.</summary>
        public double[] Coefficients { get; } = new double[Rows];

        public double CrossEntropy { get; set; }

        public double Penalty { get; set; }

        public void Clear(int parameters)
        {
            gradient.Span[..parameters].Clear();
            Coefficients.AsSpan().Clear();
            (CrossEntropy, Penalty) = (0, 0);
        }
    }
}
