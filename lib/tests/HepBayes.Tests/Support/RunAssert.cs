using HepBayes.Sampling;

namespace HepBayes.Tests.Support;

/// <summary>Compares runs.</summary>
internal static class RunAssert
{
    /// <summary>All draws and what is kept with them are the same, to the last bit.</summary>
    public static void Same(SamplingRun expected, SamplingRun actual)
    {
        Assert.Equal(expected.Draws, actual.Draws);
        for (var parameter = 0; parameter < expected.Parameters; parameter++)
            Assert.Equal(expected.Parameter(parameter), actual.Parameter(parameter));
        for (var draw = 0; draw < expected.Draws; draw++)
            Assert.Equal(expected.Position(1, draw).ToArray(), actual.Position(1, draw).ToArray());
        Assert.Equal(expected.LogDensity(), actual.LogDensity());
        Assert.Equal(expected.Energy(), actual.Energy());
        Assert.Equal(expected.AcceptProbability(), actual.AcceptProbability());
        Assert.Equal(expected.Divergent(), actual.Divergent());
        Assert.Equal(expected.Leapfrogs(), actual.Leapfrogs());
    }
}
