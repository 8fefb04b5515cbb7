namespace HepBayes.Runtime;

/// <summary>What random numbers are drawn for. The values are part of saved results: never renumber.</summary>
internal enum RandomPurpose
{
    Start = 1,
    Momentum = 2,
    Trajectory = 3,
    Batches = 5,
    Rows = 6,
    Prior = 20,
    PredictiveNoise = 21,
    Toys = 22,
    Bandit = 30,
    Dropout = 40,
    InitialWeights = 41,
    Balance = 42,
    Shuffles = 43,
    DropoutPrediction = 46,
    Search = 50,
    SearchGrid = 51,
    Bootstrap = 60,
    TheoryPoints = 70,
    FlowWeights = 80,
    FlowMixing = 81,
    FlowSample = 82,
    FlowBatches = 83,
    FlowNoise = 84,
    FlowNetworks = 85,
    FlowProposal = 86,
    ToyEvents = 87,
    Unweighting = 88,
    CopyTest = 89,
}
