using Hepbook.Converting.Exercises;
using Hepbook.Doctor;
using Hepbook.Notebooks;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Converting;

public sealed class ExerciseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_exercise_is_what_its_solution_makes()
    {
        var notebooks = Path.Combine(RepositoryFolder.Find()!, "notebooks");
        var solutions = Notebooks(Path.Combine(notebooks, "solutions")).Where(f => ExerciseMaker.IsSolution(NotebookReader.Read(f))).ToDictionary(f => Path.GetFileName(f)!);
        var exercises = Notebooks(Path.Combine(notebooks, "exercises")).ToDictionary(f => Path.GetFileName(f)!);
        Assert.Equal(solutions.Keys.Order(StringComparer.Ordinal), exercises.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, solution) in solutions)
        {
            var made = NotebookWriter.ToText(ExerciseMaker.Make(NotebookReader.Read(solution), solution));
            Assert.True(
                made == File.ReadAllText(exercises[name]).ReplaceLineEndings("\n"),
                $"Make it again: hepbook convert --exercise --force notebooks/solutions/{name} notebooks/exercises/{name}");
        }
    }

    [Fact]
    public void Solutions_are_taken_out_and_prompts_stay()
    {
        var exercise = Make(
            (CellKind.Markdown, "# A cut<!-- exercise: : your turn -->", "{}"),
            (CellKind.Code, "var data = 1;", "{}"),
            (CellKind.Code, "", "{}"),
            (CellKind.Code, "// solution begins\n1\n// solution ends", "{}"),
            (CellKind.Code, "double? cut = null;\n// exercise: set the cut\n// solution begins\ncut = 3;\n// solution ends\ncut", """{"tags":["slow"]}"""),
            (CellKind.Code, "double F(double x)\n{\n    // solution begins\n    return x;\n    // solution ends\n    // exercise code: return double.NaN;\n}", "{}"),
            (CellKind.Code, "// exercise: draw it\nvar answer = 42;", """{"tags":["solution"]}"""),
            (CellKind.Code, "#!fsharp\nlet x = 1", """{"tags":["solution"]}"""),
            (CellKind.Code, "Check.Value(\"cut\", cut, 3, 0.1);", """{"tags":["check"]}"""),
            (CellKind.Markdown, "It is 3.", """{"tags":["solution"]}"""),
            (CellKind.Markdown, "Before\n<!-- solution begins -->\nIt is 3.\n<!-- solution ends -->\nAfter", "{}"),
            (CellKind.Code, "Console.WriteLine(cut);", """{"tags":["solution-only"]}"""));
        Assert.Equal(
            [
                "# A cut: your turn",
                "var data = 1;",
                "",
                "// Write your answer here.",
                "double? cut = null;\n// exercise: set the cut\ncut",
                "double F(double x)\n{\n    return double.NaN;\n}",
                "// exercise: draw it",
                "#!fsharp\n// Write your answer here.",
                "Check.Value(\"cut\", cut, 3, 0.1);",
                "*Write your answer here.*",
                "Before\nAfter",
            ],
            exercise.Cells.Select(c => c.Source));
        Assert.Equal(["exercise", "", "", "exercise", "slow,exercise", "exercise", "exercise", "exercise", "check", "exercise", "exercise"], exercise.Cells.Select(c => string.Join(',', c.Tags)));
        Assert.DoesNotContain("42", NotebookWriter.ToText(exercise), StringComparison.Ordinal);
    }

    [Fact]
    public void Outputs_are_kept_up_to_the_first_cell_that_students_change()
    {
        var solution = Converted.OfCode("1", "// solution begins\n2\n// solution ends", "3");
        foreach (var cell in solution.Cells)
        {
            cell.Outputs = [new System.Text.Json.Nodes.JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "x" }];
            cell.ExecutionCount = 1;
        }

        var exercise = ExerciseMaker.Make(solution, "s.ipynb");
        Assert.Equal([1, 0, 0], exercise.Cells.Select(c => c.Outputs.Count));
        Assert.Equal([1, null, null], exercise.Cells.Select(c => c.ExecutionCount));
        Assert.All(solution.Cells, c => Assert.Single(c.Outputs));
    }

    [Theory]
    [InlineData("s.ipynb: cell 2 of 2, line 2: 'solution begins' without 'solution ends'", "a\n// solution begins\nb")]
    [InlineData("s.ipynb: cell 2 of 2, line 1: 'solution ends' without 'solution begins'", "// solution ends")]
    [InlineData("line 3: 'solution begins' again, while the one of line 1", "// solution begins\na\n// solution begins\n// solution ends")]
    [InlineData("line 1: found '// solution begin', expected 'solution begins' or 'solution ends'", "// solution begin\n// solution ends")]
    [InlineData("line 1: found '// End of solution', expected", "// End of solution")]
    public void Markers_that_do_not_fit_are_named_with_cell_and_line(string expected, string source) =>
        Assert.Contains(expected, Refused((CellKind.Markdown, "text", "{}"), (CellKind.Code, source, "{}")), StringComparison.Ordinal);

    [Fact]
    public void A_check_with_a_solution_two_roles_or_nothing_marked_is_refused()
    {
        Assert.Contains("is tagged 'check'", Refused((CellKind.Code, "// solution begins\n// solution ends", """{"tags":["check"]}""")), StringComparison.Ordinal);
        Assert.Contains("has the tags 'check' and 'solution'", Refused((CellKind.Code, "1", """{"tags":["check","solution"]}""")), StringComparison.Ordinal);
        Assert.Contains("nothing is marked", Refused((CellKind.Code, "// the solution of the equation\n1", "{}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_writes_an_exercise_and_checks_tell_right_from_missing()
    {
        var dist = RepositoryFiles.Dist();
        var solution = Converted.Of(
            (CellKind.Code, $"#r \"{dist}/HepBayes.Notebook.dll\"\nusing HepBayes.Notebooks;", "{}"),
            (CellKind.Code, "double? cut = null;\n// exercise: set the cut\n// solution begins\ncut = 3;\n// solution ends", "{}"),
            (CellKind.Code, "Check.Value(\"cut\", cut, 3, 0.1);\nCheck.That(\"above\", () => cut.Value > 2);\nCheck.Summary().ToString()", """{"tags":["check"]}"""));
        var file = folder.Write("solutions/a.ipynb", NotebookWriter.ToText(solution));
        var made = folder.File("exercises/a.ipynb");
        Assert.Equal(0, (await CommandRun.RunAsync("convert", "--exercise", file, made)).Code);
        Assert.Contains("✓ cut: right.", await RunAsync(file), StringComparison.Ordinal);
        var exercise = await RunAsync(made);
        Assert.Contains("○ cut: has not been set yet.", exercise, StringComparison.Ordinal);
        Assert.Contains("0 of 2 right", exercise, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string notebook)
    {
        using var process = new HepbookProcess("run", notebook);
        var (code, output, error) = await process.EndAsync();
        Assert.True(code == 0, output + error);
        var result = TestNotebook.Read(Path.Combine(Path.GetDirectoryName(notebook)!, "out", "a.ipynb"));
        return string.Join('\n', TestNotebook.Outputs(result, 2).Select(o => TestNotebook.Text(o!["data"]!["text/plain"])));
    }

    private static string[] Notebooks(string path) => Directory.Exists(path) ? Directory.GetFiles(path, "*.ipynb") : [];

    private static Notebook Make(params (CellKind, string, string)[] cells) => ExerciseMaker.Make(Converted.Of(cells), "s.ipynb");

    private static string Refused(params (CellKind, string, string)[] cells) => Assert.Throws<UserErrorException>(() => Make(cells)).Message;
}
