using Hepbook.Engine;

namespace Hepbook.Clusters;

/// <summary>The batch systems that are known.</summary>
internal static class ClusterEngines
{
    private static readonly Func<IClusterEngine>[] All = [() => new SlurmEngine(), () => new CondorEngine()];

    /// <summary>The names that --engine takes.</summary>
    public static IEnumerable<string> Names => All.Select(make => make().Name);

    /// <summary>The batch system of a name.</summary>
    /// <exception cref="UserErrorException">There is none of that name.</exception>
    public static IClusterEngine Of(string name)
    {
        if (All.Select(make => make()).FirstOrDefault(e => e.Name == name) is { } engine)
            return engine;
        var near = NearestNames.Of(name, Names);
        throw new UserErrorException($"--engine {name}: expected {string.Join(" or ", Names)}{(near.Count > 0 ? $"; did you mean {near[0]}?" : ".")}");
    }
}
