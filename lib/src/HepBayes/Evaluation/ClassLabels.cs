namespace HepBayes.Evaluation;

/// <summary>
/// The true class of every row: 1 (signal, valid) or 0 (background, not valid). Arrays of <see cref="float"/>,
/// <see cref="double"/>, <see cref="int"/> and <see cref="bool"/> convert by themselves.
/// </summary>
public sealed class ClassLabels
{
    private readonly bool[] labels;

    private ClassLabels(bool[] labels)
    {
        this.labels = labels;
        Positives = labels.Count(l => l);
    }

    /// <summary>The number of rows.</summary>
    public int Length => labels.Length;

    /// <summary>The number of rows of class 1.</summary>
    public int Positives { get; }

    /// <summary>The number of rows of class 0.</summary>
    public int Negatives => Length - Positives;

    /// <summary>Whether a row is of class 1.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>True for class 1.</returns>
    public bool this[int row] => labels[row];

    /// <summary>Labels from truth values; true is class 1.</summary>
    /// <param name="labels">One value per row.</param>
    /// <returns>The labels.</returns>
    public static implicit operator ClassLabels(bool[] labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return new ClassLabels([.. labels]);
    }

    /// <summary>Labels from the numbers 0 and 1.</summary>
    /// <param name="labels">One number per row.</param>
    /// <returns>The labels.</returns>
    /// <exception cref="ArgumentException">A number is neither 0 nor 1; the message names the row.</exception>
    public static implicit operator ClassLabels(double[] labels) => FromNumbers(labels, v => v);

    /// <summary>Labels from the numbers 0 and 1, as table columns hold them.</summary>
    /// <param name="labels">One number per row.</param>
    /// <returns>The labels.</returns>
    /// <exception cref="ArgumentException">A number is neither 0 nor 1; the message names the row.</exception>
    public static implicit operator ClassLabels(float[] labels) => FromNumbers(labels, v => v);

    /// <summary>Labels from the numbers 0 and 1.</summary>
    /// <param name="labels">One number per row.</param>
    /// <returns>The labels.</returns>
    /// <exception cref="ArgumentException">A number is neither 0 nor 1; the message names the row.</exception>
    public static implicit operator ClassLabels(int[] labels) => FromNumbers(labels, v => v);

    internal void RequireBothClasses(string purpose)
    {
        if (Length == 0)
            throw new ArgumentException($"There are no rows; {purpose} needs rows of both classes.");
        if (Positives == 0 || Negatives == 0)
            throw new ArgumentException($"All {Length} labels are {(Positives > 0 ? 1 : 0)}; {purpose} needs rows of both classes. Check the label column and the split.");
    }

    private static ClassLabels FromNumbers<T>(T[] labels, Func<T, double> number)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var result = new bool[labels.Length];
        for (var row = 0; row < labels.Length; row++)
        {
            var value = number(labels[row]);
            if (value is not (0 or 1))
                throw new ArgumentException($"The label of row {row} is {value}; labels are 0 or 1.", nameof(labels));
            result[row] = value == 1;
        }

        return new ClassLabels(result);
    }
}
