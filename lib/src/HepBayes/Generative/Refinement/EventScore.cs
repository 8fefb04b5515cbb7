namespace HepBayes.Generative.Refinement;

/// <summary>A function of an event with its gradient, usually an estimate of log(true density / generated density). Called from several threads at once.</summary>
/// <param name="variables">The variables of the event, in their units.</param>
/// <param name="gradient">Receives the derivative by each variable; zeros at the call.</param>
/// <returns>The score.</returns>
public delegate double EventScore(ReadOnlySpan<float> variables, Span<double> gradient);
