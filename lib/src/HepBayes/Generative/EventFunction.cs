namespace HepBayes.Generative;

/// <summary>A quantity of an event. May be called from several threads at once.</summary>
/// <param name="variables">The variables of the event.</param>
/// <returns>The quantity.</returns>
public delegate double EventFunction(ReadOnlySpan<float> variables);
