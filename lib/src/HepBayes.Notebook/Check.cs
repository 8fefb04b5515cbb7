using System.Globalization;
using HepBayes.Notebooks.Hosts;

namespace HepBayes.Notebooks;

/// <summary>
/// Checks of answers in exercise notebooks. Each shows a tick, or a message that tells the student what is wrong without
/// giving the answer. Checks never stop a cell: a wrong answer, a missing one and one that cannot be evaluated are all
/// shown. A check that runs again replaces its earlier result in <see cref="Summary"/>.
/// </summary>
/// <example><code>
/// Check.Value("AUC on test", auc, () => RocCurve.Of(scores, labels).Area, 1e-6, "The first class is the background.");
/// Check.Value("events after the cut", count, "0.5:4f0c...", "Did you drop the rows without a track?");
/// Check.That("cut", cut, c => c > 0, "An impact parameter is a length.");
/// Check.Summary()
/// </code></example>
public static class Check
{
    private static readonly Lock Gate = new();
    private static readonly List<CheckResult> Results = [];

    /// <summary>Compares a number with one that stands in the notebook.</summary>
    /// <param name="name">What is checked, for the student.</param>
    /// <param name="actual">The student's number; null or NaN if it has not been set.</param>
    /// <param name="expected">The answer. Finite.</param>
    /// <param name="tolerance">The largest difference that is right. Not negative.</param>
    /// <param name="hint">What to tell a student whose number is wrong.</param>
    /// <exception cref="ArgumentException">The check itself is wrong: no name, an answer that is not finite, a negative tolerance.</exception>
    public static void Value(string name, double? actual, double expected, double tolerance, string hint = "")
    {
        Require(name, tolerance);
        if (!double.IsFinite(expected))
            throw new ArgumentException($"The expected value of the check '{name}' is {expected}; expected a finite number.", nameof(expected));
        Show(Compare(name, actual, v => Math.Abs(v - expected) <= tolerance, hint));
    }

    /// <summary>Compares a number with one that is computed again, for example from the data.</summary>
    /// <param name="name">What is checked, for the student.</param>
    /// <param name="actual">The student's number; null or NaN if it has not been set.</param>
    /// <param name="expected">Computes the answer. If it fails, because something before it is not right yet, the check says so.</param>
    /// <param name="tolerance">The largest difference that is right. Not negative.</param>
    /// <param name="hint">What to tell a student whose number is wrong.</param>
    /// <exception cref="ArgumentException">The check itself is wrong: no name, a negative tolerance.</exception>
    public static void Value(string name, double? actual, Func<double> expected, double tolerance, string hint = "")
    {
        Require(name, tolerance);
        ArgumentNullException.ThrowIfNull(expected);
        Show(Evaluate(name, () =>
        {
            if (IsNotSet(actual))
                return NotSet(name);
            var answer = expected();
            return double.IsFinite(answer)
                ? Compare(name, actual, v => Math.Abs(v - answer) <= tolerance, hint)
                : Wrong(name, "cannot be checked yet: what it is compared with depends on something before it that is not a number.");
        }));
    }

    /// <summary>Compares a number with a sealed one, which cannot be read in the notebook.</summary>
    /// <param name="name">What is checked, for the student; the same name that was sealed.</param>
    /// <param name="actual">The student's number; null or NaN if it has not been set.</param>
    /// <param name="seal">What <see cref="Seal(string, double, double)"/> returned.</param>
    /// <param name="hint">What to tell a student whose number is wrong.</param>
    /// <exception cref="ArgumentException">The check itself is wrong: no name, or no seal of a number.</exception>
    public static void Value(string name, double? actual, string seal, string hint = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(seal);
        Require(name, AnswerSeal.ToleranceOf(seal));
        Show(Compare(name, actual, v => AnswerSeal.Fits(name, v, seal), hint));
    }

    /// <summary>Compares a text with a sealed one; capitals and blanks do not matter.</summary>
    /// <param name="name">What is checked, for the student; the same name that was sealed.</param>
    /// <param name="actual">The student's text; null or blank if it has not been set.</param>
    /// <param name="seal">What <see cref="Seal(string, string)"/> returned.</param>
    /// <param name="hint">What to tell a student whose text is wrong.</param>
    /// <exception cref="ArgumentException">The check itself is wrong: no name, or no seal of a text.</exception>
    public static void Text(string name, string? actual, string seal, string hint = "")
    {
        Require(name, 0);
        ArgumentException.ThrowIfNullOrWhiteSpace(seal);
        if (!AnswerSeal.IsText(seal))
            throw new ArgumentException($"'{seal}' is no seal of a text. Make one with Check.Seal(name, text).", nameof(seal));
        Show(string.IsNullOrWhiteSpace(actual) ? NotSet(name) : AnswerSeal.Fits(name, actual, seal) ? Right(name) : Wrong(name, Join("is not right.", hint)));
    }

    /// <summary>Checks a condition.</summary>
    /// <param name="name">What is checked, for the student.</param>
    /// <param name="condition">Whether it is right. A condition that fails with an exception is shown as not evaluable.</param>
    /// <param name="hint">What to tell a student for whom it is not.</param>
    /// <exception cref="ArgumentException">The check has no name.</exception>
    public static void That(string name, Func<bool> condition, string hint = "")
    {
        Require(name, 0);
        ArgumentNullException.ThrowIfNull(condition);
        Show(Evaluate(name, () => condition() ? Right(name) : Wrong(name, Join("is not right.", hint))));
    }

    /// <summary>Checks a condition of a student's value.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="name">What is checked, for the student.</param>
    /// <param name="value">The student's value; null if it has not been set.</param>
    /// <param name="condition">Whether the value is right; not asked if it has not been set.</param>
    /// <param name="hint">What to tell a student whose value is not right.</param>
    /// <exception cref="ArgumentException">The check has no name.</exception>
    public static void That<T>(string name, T? value, Func<T, bool> condition, string hint = "")
    {
        Require(name, 0);
        ArgumentNullException.ThrowIfNull(condition);
        Show(value is null ? NotSet(name) : Evaluate(name, () => condition(value) ? Right(name) : Wrong(name, Join("is not right.", hint))));
    }

    /// <summary>Seals a number, for a check whose answer must not be read in the notebook.</summary>
    /// <param name="name">The name of the check.</param>
    /// <param name="value">The answer. Finite.</param>
    /// <param name="tolerance">
    /// The width of the grid that the answer is rounded to, above 0. Numbers within half of it of the answer are right,
    /// numbers further away than one and a half of it are wrong; in between it depends on the grid.
    /// </param>
    /// <returns>The text to write into the check; the same each time.</returns>
    /// <exception cref="ArgumentException">No name, a value that is not finite, or a tolerance that is not above 0.</exception>
    public static string Seal(string name, double value, double tolerance)
    {
        Require(name, tolerance);
        if (!double.IsFinite(value) || tolerance == 0)
            throw new ArgumentException($"Cannot seal {value} with the tolerance {tolerance}; expected a finite value and a tolerance above 0.", nameof(value));
        return AnswerSeal.OfNumber(name, value, tolerance);
    }

    /// <summary>Seals a text; capitals and blanks do not matter.</summary>
    /// <param name="name">The name of the check.</param>
    /// <param name="text">The answer. Not blank.</param>
    /// <returns>The text to write into the check; the same each time.</returns>
    /// <exception cref="ArgumentException">The name or the text is blank.</exception>
    public static string Seal(string name, string text)
    {
        Require(name, 0);
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return AnswerSeal.OfText(name, text);
    }

    /// <summary>All checks so far in the order in which they first ran.</summary>
    /// <returns>A table: what was checked, the result, the message; below it how many are right.</returns>
    public static TableView Summary()
    {
        lock (Gate)
        {
            return TableView.WithNote(
                ["check", "result", "remark"], [.. Results.Select(r => (object?[])[r.Name, r.Sign, r.Message])],
                $"{Results.Count(r => r.Outcome == CheckOutcome.Right)} of {Results.Count} right");
        }
    }

    /// <summary>The results so far, for programs; see <see cref="Summary"/>.</summary>
    /// <returns>A copy, in the order in which the checks first ran.</returns>
    public static IReadOnlyList<CheckResult> All()
    {
        lock (Gate)
            return [.. Results];
    }

    /// <summary>Forgets all results.</summary>
    internal static void Clear()
    {
        lock (Gate)
            Results.Clear();
    }

    private static CheckResult Compare(string name, double? actual, Func<double, bool> fits, string hint)
    {
        if (actual is not { } value || IsNotSet(actual))
            return NotSet(name);
        if (fits(value))
            return Right(name);
        if (!double.IsFinite(value))
            return Wrong(name, Join("is infinite. Is something divided by zero?", hint));
        // What goes wrong most often is said before the teacher's hint.
        var slip = value == 0 ? null
            : fits(-value) ? "Look at the sign."
            : fits(value / 100) || fits(value * 100) ? "Is it a fraction or a percentage?"
            : fits(1 - value) ? "Is it the share of the others?"
            : null;
        return Wrong(name, Join($"{value.ToString("G6", CultureInfo.InvariantCulture)} is not right.", slip ?? "", hint));
    }

    // Answers are students' code: whatever it throws belongs into the message.
    private static CheckResult Evaluate(string name, Func<CheckResult> check)
    {
        try
        {
            return check();
        }
        catch (Exception e) when (e is NullReferenceException or ArgumentNullException)
        {
            return Wrong(name, "cannot be checked yet: a variable that it needs has not been set.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Wrong(name, $"cannot be checked: {e.GetType().Name}: {e.Message}");
        }
    }

    private static bool IsNotSet(double? value) => value is null or double.NaN;

    private static CheckResult Right(string name) => new(name, CheckOutcome.Right, "");

    private static CheckResult Wrong(string name, string message) => new(name, CheckOutcome.Wrong, message);

    private static CheckResult NotSet(string name) => new(name, CheckOutcome.NotSet, "has not been set yet.");

    private static string Join(params string[] sentences) => string.Join(' ', sentences.Where(s => !string.IsNullOrWhiteSpace(s)));

    private static void Require(string name, double tolerance)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!(tolerance >= 0 && double.IsFinite(tolerance)))
            throw new ArgumentException($"The tolerance of the check '{name}' is {tolerance}; expected a finite number, not negative.", nameof(tolerance));
    }

    private static void Show(CheckResult result)
    {
        lock (Gate)
        {
            var index = Results.FindIndex(r => r.Name == result.Name);
            if (index < 0)
                Results.Add(result);
            else
                Results[index] = result;
        }

        NotebookHost.Current.Display(result.ToHtml(), result.ToString()).Update(result.ToHtml(), result.ToString(), final: true);
    }
}
