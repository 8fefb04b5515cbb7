using HepBayes.Runtime;

namespace HepBayes.Comparison;

/// <summary>Rows that are done, kept in a file to which each is appended when it is finished, or in memory alone.</summary>
internal sealed class ComparisonJournal : IDisposable
{
    private readonly Dictionary<(string, string, string, int), ComparisonFigures> rows = [];
    private readonly LineFile? file;

    private ComparisonJournal(LineFile? file) => this.file = file;

    /// <summary>Opens a journal or begins one.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <param name="settings">Settings of the rows.</param>
    /// <exception cref="UserErrorException">The file is of other settings, damaged, or in use.</exception>
    public static ComparisonJournal Open(string? path, ComparisonSettings settings)
    {
        if (path is null)
            return new ComparisonJournal(null);
        var journal = new ComparisonJournal(LineFile.Open(path));
        try
        {
            journal.Load(path, ComparisonFile.Comment(settings));
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>The rows of a method, one for each region; null if it is not done.</summary>
    public IReadOnlyList<ComparisonFigures>? Find(ComparisonProblem problem, ComparisonMethod method)
    {
        var found = problem.Tests.Select(t => rows.GetValueOrDefault((problem.Name, t.Name, method.Name, problem.Seed))).OfType<ComparisonFigures>().ToArray();
        return found.Length == problem.Tests.Count ? found : null;
    }

    /// <summary>Adds the rows of a method.</summary>
    public void Add(IReadOnlyList<ComparisonFigures> added)
    {
        foreach (var row in added)
            rows[Key(row)] = row;
        file?.Append(string.Join('\n', added.Select(ComparisonFile.Line)));
    }

    public void Dispose() => file?.Dispose();

    private static (string, string, string, int) Key(ComparisonFigures row) => (row.Problem, row.TestSet, row.Method, row.Seed);

    private void Load(string path, string comment)
    {
        if (file!.Lines.Count == 0)
            file.Append(comment);
        else if (file.Lines[0] != comment)
            throw new UserErrorException($"The journal '{path}' is of another comparison (line 1: {file.Lines[0]}; expected: {comment}). Give each its own file.");
        if (file.Lines.Count < 2)
        {
            file.Append(ComparisonFile.Header);
            return;
        }

        foreach (var row in ComparisonFile.Parse(string.Join('\n', file.Lines), path))
            rows[Key(row)] = row;
    }
}
