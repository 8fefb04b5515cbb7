namespace HepBayes.Networks;

/// <summary>
/// Neighbouring parameters with one density: independent, of one family, with location m = Location + position[LocationIndex]
/// and scale s = exp(LogScale + position[LogScaleIndex]); an index below 0 stands for a term that is not there.
/// </summary>
internal readonly record struct ParameterGroup(LocationScaleFamily Family, int Offset, int Count, double Location, double LogScale, int LocationIndex = -1, int LogScaleIndex = -1)
{
    /// <summary>The density of u = log s.</summary>
    public static ParameterGroup OfScale(ScalePrior prior, int offset, int count = 1) =>
        new(prior.Family, offset, count, prior.Location, Math.Log(prior.Width));
}
