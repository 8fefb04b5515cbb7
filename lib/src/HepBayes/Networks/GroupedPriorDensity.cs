using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>A prior density made of groups of parameters of location-scale families.</summary>
internal class GroupedPriorDensity : PriorDensity
{
    private readonly ParameterGroups groups;

    /// <param name="networkParameters">Weights, biases and slopes.</param>
    /// <param name="hyperParameterNames">Names of the parameters behind them.</param>
    /// <param name="groups">Groups that cover every parameter once, hyper-parameters first.</param>
    public GroupedPriorDensity(int networkParameters, IReadOnlyList<string> hyperParameterNames, IReadOnlyList<ParameterGroup> groups)
        : base(networkParameters, hyperParameterNames)
    {
        this.groups = new ParameterGroups(networkParameters + hyperParameterNames.Count, groups);
    }

    public override double Evaluate(ReadOnlySpan<double> position, Span<double> gradient) => groups.Evaluate(position, gradient);

    public override torch.Tensor Evaluate(torch.Tensor position, torch.Tensor gradient) => groups.Evaluate(position, gradient);

    public override void Sample(CounterRandom random, Span<double> position) => groups.Sample(random, position);

    public override void Describe(Span<double> centre, Span<double> spread) => groups.Describe(centre, spread);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            groups.Dispose();
        base.Dispose(disposing);
    }
}
