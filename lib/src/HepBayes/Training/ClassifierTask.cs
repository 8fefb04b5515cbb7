using HepBayes.Networks;
using HepBayes.Preprocessing;

namespace HepBayes.Training;

/// <summary>What is to be trained.</summary>
internal sealed record ClassifierTask(MlpClassifier Classifier, Mlp Network, Pipeline Pipeline, string Label, TrainingOptions Options);
