namespace HepBayes.Networks;

/// <summary>Refuses settings that are not positive numbers.</summary>
internal static class Positive
{
    public static double Check(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "The value must be a positive number.");
}
