using HepBayes.Training;

namespace HepBayes.Generative.Saving;

/// <summary>What a saved flow is, without its parameters.</summary>
internal sealed record FlowState(
    int Dimensions, int Conditions, int Blocks, int[] Hidden, CouplingState Coupling, string Mixing, int DesignSeed,
    MapState[] Variables, MapState[]? ConditionMaps, int Seed, TrainingHistory History)
{
    public static FlowState Of(Flow flow, int seed, TrainingHistory history) => new(
        flow.Design.Dimensions, flow.Design.Conditions, flow.Design.Blocks, [.. flow.Design.Hidden], CouplingState.Of(flow.Design.Coupling), flow.Design.Mixing.ToString(), flow.Design.Seed,
        MapState.Of(flow.Variables), flow.ConditionMap is null ? null : MapState.Of(flow.ConditionMap), seed, history);

    /// <summary>The flow before training.</summary>
    public Flow ToFlow()
    {
        var design = new FlowDesign
        {
            Dimensions = Dimensions,
            Conditions = Conditions,
            Blocks = Blocks,
            Hidden = Hidden,
            Coupling = Coupling.ToCoupling(),
            Mixing = Enum.Parse<Mixing>(Mixing),
            Seed = DesignSeed,
        };
        return new Flow(design, MapState.ToEventMap(Variables), ConditionMaps is null ? null : MapState.ToEventMap(ConditionMaps));
    }
}
