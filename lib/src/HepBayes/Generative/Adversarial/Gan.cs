using HepBayes.Generative.Engine;
using HepBayes.Generative.Refinement;
using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Generative.Adversarial;

/// <summary>
/// A generator and its critic with their parameters (generative adversarial network; arXiv 1406.2661, for events arXiv 1907.03764).
/// The generator draws events but knows no density. Does not change; safe to use from several threads.
/// </summary>
/// <example><code>
/// var start = new Gan(new GanDesign { Dimensions = 2 }, EventMap.Fit(train));
/// var gan = GanTrainer.Fit(start, train).Gan;
/// var generated = gan.Sample(1_000_000, seed: 7);
/// </code></example>
public sealed class Gan : ILatentGenerator
{
    private const int Rows = RowTiles<float>.TileRows;
    private readonly float[] generatorParameters;
    private readonly float[] criticParameters;
    private readonly DenseNetwork<float> generator;
    private readonly DenseNetwork<float> critic;

    /// <summary>A GAN before training.</summary>
    /// <param name="design">The networks.</param>
    /// <param name="variables">The map of the variables of an event.</param>
    /// <param name="seed">Decides the initial weights.</param>
    /// <exception cref="ArgumentException">The design is not possible, or the map has another number of variables.</exception>
    public Gan(GanDesign design, EventMap variables, int seed = 1)
        : this(Checked(design), variables, DenseNetwork<float>.InitialParameters(design.GeneratorShape, seed, RandomPurpose.GanWeights, 0), DenseNetwork<float>.InitialParameters(design.CriticShape, seed, RandomPurpose.GanWeights, 1))
    {
    }

    private Gan(GanDesign design, EventMap variables, float[] generatorParameters, float[] criticParameters)
    {
        ArgumentNullException.ThrowIfNull(variables);
        if (variables.Dimensions != design.Dimensions)
            throw new ArgumentException($"There are maps for {variables.Dimensions} variables; the design has {design.Dimensions}.", nameof(variables));
        (Design, Variables, this.generatorParameters, this.criticParameters) = (design, variables, generatorParameters, criticParameters);
        (generator, critic) = (new DenseNetwork<float>(design.GeneratorShape), new DenseNetwork<float>(design.CriticShape));
        generator.SetParameters(generatorParameters);
        critic.SetParameters(criticParameters);
    }

    /// <summary>The networks.</summary>
    public GanDesign Design { get; }

    /// <summary>The map between the events and the networks.</summary>
    public EventMap Variables { get; }

    /// <summary>Weights and biases of the generator, layer after layer, weights [inputs, outputs] before biases.</summary>
    public ReadOnlySpan<float> GeneratorParameters => generatorParameters;

    /// <summary>Weights and biases of the critic in the same order.</summary>
    public ReadOnlySpan<float> CriticParameters => criticParameters;

    /// <summary>This GAN with other parameters.</summary>
    /// <param name="generator">As many as <see cref="GeneratorParameters"/>.</param>
    /// <param name="critic">As many as <see cref="CriticParameters"/>.</param>
    /// <exception cref="ArgumentException">A number is another.</exception>
    public Gan WithParameters(ReadOnlySpan<float> generator, ReadOnlySpan<float> critic)
    {
        if (generator.Length != generatorParameters.Length || critic.Length != criticParameters.Length)
            throw new ArgumentException($"There are {generator.Length} and {critic.Length} parameters; generator and critic have {generatorParameters.Length} and {criticParameters.Length}.");
        return new Gan(Design, Variables, generator.ToArray(), critic.ToArray());
    }

    /// <summary>Independent events.</summary>
    /// <param name="count">How many, at least 0.</param>
    /// <param name="seed">Decides the events.</param>
    public unsafe EventSample Sample(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var noise = new NoisePlace((ulong)seed, RandomStreams.Of(RandomPurpose.GanSample), 0);
        var mapped = new float[count * Design.Dimensions];
        generator.ForTiles(count, (space, first, rows) =>
        {
            LatentTile.Fill(noise, first / Rows, Design.LatentVariables, space.Level(0));
            Generate(space, mapped, first, rows);
        });
        return Variables.Invert(mapped);
    }

    /// <summary>The events of latent variables.</summary>
    /// <param name="latent">Latent variables, any real numbers.</param>
    /// <exception cref="ArgumentException">Wrong number of latent variables.</exception>
    public unsafe EventSample Generate(EventSample latent)
    {
        ArgumentNullException.ThrowIfNull(latent);
        latent.RequireDimensions(Design.LatentVariables, nameof(latent));
        var mapped = new float[latent.Count * Design.Dimensions];
        generator.ForTiles(latent.Count, (space, first, rows) =>
        {
            TileCopy<float>.Gather(latent.Values[(first * latent.Dimensions)..], latent.Dimensions, space.Level(0), rows);
            Generate(space, mapped, first, rows);
        });
        return Variables.Invert(mapped);
    }

    /// <summary>The critic's logit of each event, which estimates log(true density / generated density).</summary>
    /// <param name="events">The events.</param>
    /// <exception cref="ArgumentException">Wrong number of variables, or a value outside the bounds of its map; the message names it.</exception>
    public unsafe double[] LogRatio(EventSample events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var (mapped, _) = Variables.Apply(events);
        var result = new double[events.Count];
        critic.ForTiles(events.Count, (space, first, rows) =>
        {
            TileCopy<float>.Gather(mapped.AsSpan(first * Design.Dimensions), Design.Dimensions, space.Level(0), rows);
            critic.Forward(space);
            for (var r = 0; r < rows; r++)
                result[first + r] = space.Level(critic.Shape.Layers)[r];
        });
        return result;
    }

    /// <summary>The critic's logit of an event with its gradient, for <see cref="LatentRefinement"/>.</summary>
    /// <param name="variables">The variables of the event, inside the bounds of their maps.</param>
    /// <param name="gradient">Receives the derivative by each variable.</param>
    public double Score(ReadOnlySpan<float> variables, Span<double> gradient)
    {
        Span<float> mapped = stackalloc float[Design.Dimensions];
        Span<double> slopes = stackalloc double[Design.Dimensions];
        for (var v = 0; v < mapped.Length; v++)
        {
            var (u, logSlope) = Variables.Maps[v].Apply(variables[v]);
            (mapped[v], slopes[v]) = ((float)u, Math.Exp(logSlope));
        }

        var logit = ScoreNetwork.Evaluate(critic, mapped, gradient);
        for (var v = 0; v < mapped.Length; v++)
            gradient[v] *= slopes[v];
        return logit;
    }

    int ILatentGenerator.Dimensions => Design.Dimensions;

    int ILatentGenerator.LatentDimensions => Design.LatentVariables;

    unsafe double ILatentGenerator.ScoreAt(ReadOnlySpan<double> latent, EventScore score, Span<double> gradient)
    {
        var (d, last) = (Design.Dimensions, generator.Shape.Layers);
        Span<float> mapped = stackalloc float[d], variables = stackalloc float[d];
        Span<double> slopes = stackalloc double[d], own = stackalloc double[d];
        own.Clear();
        var space = generator.Rent();
        for (var i = 0; i < latent.Length; i++)
        {
            new Span<float>(space.Level(0) + (i * Rows), Rows).Clear();
            space.Level(0)[i * Rows] = (float)latent[i];
        }

        generator.Forward(space);
        TileCopy<float>.Scatter(space.Level(last), d, mapped, 1);
        Variables.Invert(mapped, variables, slopes);
        var value = score(variables, own);
        for (var v = 0; v < d; v++)
        {
            new Span<float>(space.Delta(last) + (v * Rows), Rows).Clear();
            space.Delta(last)[v * Rows] = (float)(own[v] * slopes[v]);
        }

        generator.Backward(space);
        for (var i = 0; i < gradient.Length; i++)
            gradient[i] = space.Delta(0)[i * Rows];
        generator.GiveBack(space);
        return value;
    }

    private static GanDesign Checked(GanDesign design)
    {
        ArgumentNullException.ThrowIfNull(design);
        design.Check();
        return design;
    }

    private unsafe void Generate(DenseSpace<float> space, float[] mapped, int first, int rows)
    {
        generator.Forward(space);
        TileCopy<float>.Scatter(space.Level(generator.Shape.Layers), Design.Dimensions, mapped.AsSpan(first * Design.Dimensions), rows);
    }
}
