using HepBayes.Runtime;

namespace HepBayes.Comparison;

/// <summary>The methods that are compared.</summary>
public static class ComparisonMethods
{
    /// <summary>All of them: the long run that others are measured by ("gold"), samplers, baselines.</summary>
    public static IReadOnlyList<ComparisonMethod> All { get; } = [.. SamplerMethods.All, .. BaselineMethods.All];

    /// <summary>Methods by their names, in the order asked for.</summary>
    /// <param name="names">Names of methods in <see cref="All"/>.</param>
    /// <exception cref="UserErrorException">There is no such method.</exception>
    public static IReadOnlyList<ComparisonMethod> Of(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return [.. names.Select(name => All.FirstOrDefault(m => m.Name == name)
            ?? throw new UserErrorException($"There is no method '{name}'; known are {string.Join(", ", All.Select(m => m.Name))}."))];
    }
}
