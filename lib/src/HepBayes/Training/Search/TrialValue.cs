namespace HepBayes.Training.Search;

/// <summary>The value that a trial used for a parameter.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Number">The value; of a categorical parameter the place of the choice, from 0.</param>
public sealed record TrialValue(SearchParameter Parameter, double Number)
{
    /// <summary>The value as text.</summary>
    public string Text => Parameter.Text(Number);
}
