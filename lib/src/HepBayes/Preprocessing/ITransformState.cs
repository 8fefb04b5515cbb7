namespace HepBayes.Preprocessing;

/// <summary>The fields that every saved transform begins with.</summary>
internal interface ITransformState
{
    string Format { get; }

    int Version { get; }
}
