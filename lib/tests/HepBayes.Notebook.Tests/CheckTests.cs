namespace HepBayes.Notebooks.Tests;

public sealed class CheckTests
{
    public CheckTests() => Check.Clear();

    private static CheckResult Last => Check.All()[^1];

    [Theory]
    [InlineData(0.995, CheckOutcome.Right, "")]
    [InlineData(0.9961, CheckOutcome.Wrong, "0.9961 is not right. Look at the classes.")]
    [InlineData(-0.995, CheckOutcome.Wrong, "-0.995 is not right. Look at the sign. Look at the classes.")]
    [InlineData(99.5, CheckOutcome.Wrong, "99.5 is not right. Is it a fraction or a percentage? Look at the classes.")]
    [InlineData(0.005, CheckOutcome.Wrong, "0.005 is not right. Is it the share of the others? Look at the classes.")]
    [InlineData(double.PositiveInfinity, CheckOutcome.Wrong, "is infinite. Is something divided by zero? Look at the classes.")]
    [InlineData(double.NaN, CheckOutcome.NotSet, "has not been set yet.")]
    [InlineData(null, CheckOutcome.NotSet, "has not been set yet.")]
    public void A_number_is_right_wrong_or_missing_in_each_kind_of_check(double? actual, CheckOutcome outcome, string message)
    {
        var seal = Check.Seal("AUC", 0.995, 0.001);
        Check.Value("AUC", actual, 0.995, 0.001, "Look at the classes.");
        Assert.Equal((outcome, message), (Last.Outcome, Last.Message));
        Check.Value("AUC", actual, () => 0.995, 0.001, "Look at the classes.");
        Assert.Equal((outcome, message), (Last.Outcome, Last.Message));
        Check.Value("AUC", actual, seal, "Look at the classes.");
        // Sealed values are compared on a grid: 0.9961 is a whole step and a bit away, 0.9966 is beyond any doubt.
        if (actual != 0.9961)
            Assert.Equal((outcome, message), (Last.Outcome, Last.Message));
        Assert.Single(Check.All());
    }

    [Fact]
    public void A_seal_accepts_half_a_tolerance_everywhere_and_refuses_one_and_a_half()
    {
        for (var i = 0; i < 10; i++)
        {
            var answer = 12.3 + (0.0537 * i);
            var seal = Check.Seal("x", answer, 0.1);
            foreach (var (shift, right) in new[] { (0.0, true), (0.0499, true), (-0.0499, true), (0.1501, false), (-0.1501, false) })
                Assert.Equal(right, AnswerSeal.Fits("x", answer + shift, seal));
        }
    }

    [Fact]
    public void A_seal_hides_the_answer_is_the_same_each_time_and_belongs_to_its_check()
    {
        var seal = Check.Seal("events", 4257, 0.5);
        Assert.Matches("^0\\.5:[0-9a-f]{24}$", seal);
        Assert.DoesNotContain("4257", seal, StringComparison.Ordinal);
        Assert.Equal(seal, Check.Seal("events", 4257, 0.5));
        Assert.NotEqual(seal, Check.Seal("rows", 4257, 0.5));
        Check.Value("rows", 4257, seal);
        Assert.Equal(CheckOutcome.Wrong, Last.Outcome);
        Check.Value("events", 4257, seal);
        Assert.Equal(CheckOutcome.Right, Last.Outcome);
        Assert.True(AnswerSeal.Fits("zero", -0.0, Check.Seal("zero", 0, 1)));
    }

    [Theory]
    [InlineData("J/psi", CheckOutcome.Right)]
    [InlineData("  j/PSI ", CheckOutcome.Right)]
    [InlineData("Upsilon", CheckOutcome.Wrong)]
    [InlineData("  ", CheckOutcome.NotSet)]
    [InlineData(null, CheckOutcome.NotSet)]
    public void A_text_is_compared_without_capitals_and_blanks(string? actual, CheckOutcome outcome)
    {
        Check.Text("resonance", actual, Check.Seal("resonance", "J/psi"));
        Assert.Equal(outcome, Last.Outcome);
    }

    [Fact]
    public void Nothing_that_a_student_wrote_throws()
    {
        double[]? unset = null;
        Check.That("sum", () => unset!.Sum() > 0);
        Assert.Contains("cannot be checked", Last.Message, StringComparison.Ordinal);
        Check.That("first", () => Array.Empty<double>()[1] > 0);
        Assert.StartsWith("cannot be checked: IndexOutOfRangeException", Last.Message, StringComparison.Ordinal);
        string? text = null;
        Check.That("length", () => text!.Length > 0);
        Assert.Equal("cannot be checked yet: a variable that it needs has not been set.", Last.Message);
        Check.That("array", unset, a => a.Length > 0);
        Assert.Equal("has not been set yet.", Last.Message);
        Check.Value("again", 1, () => text!.Length, 0);
        Check.Value("nothing", 1, () => double.NaN, 0);
        Check.That("cut", (double?)2, c => c > 3, "A larger one.");
        Assert.Equal("is not right. A larger one.", Last.Message);
        Assert.All(Check.All(), r => Assert.NotEqual(CheckOutcome.Right, r.Outcome));
        Check.That("cut", (double?)4, c => c > 3);
        Assert.Equal(CheckOutcome.Right, Last.Outcome);
    }

    [Fact]
    public void The_summary_lists_every_check_once()
    {
        Check.Value("one", null, 1, 0);
        Check.Value("two", 2, 3, 0, "More.");
        Check.Value("one", 1, 1, 0);
        Assert.Equal(
            """
            check  result  remark
            -----  ------  --------------------------
            one    ✓
            two    ✗       2 is not right. More.
            1 of 2 right
            """.Replace("--------------------------", new string('-', 21), StringComparison.Ordinal),
            Check.Summary().ToString());
    }

    [Fact]
    public void Results_draw_themselves_with_their_texts_escaped()
    {
        var html = new CheckResult("a < b", CheckOutcome.Wrong, "<script>").ToHtml();
        Assert.Contains("a &lt; b", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Equal("✓ cut: right.", new CheckResult("cut", CheckOutcome.Right, "").ToString());
    }

    [Fact]
    public void A_check_that_is_wrong_itself_is_an_error_of_the_teacher()
    {
        Assert.Throws<ArgumentException>(() => Check.Value(" ", 1, 1, 0));
        Assert.Throws<ArgumentException>(() => Check.Value("a", 1, double.NaN, 0));
        Assert.Throws<ArgumentException>(() => Check.Value("a", 1, 1, -1));
        Assert.Throws<ArgumentException>(() => Check.Value("a", 1, "nonsense"));
        Assert.Throws<ArgumentException>(() => Check.Text("a", "b", Check.Seal("a", 1, 0.1)));
        Assert.Throws<ArgumentException>(() => Check.Seal("a", 1, 0));
        Assert.Throws<ArgumentException>(() => Check.Seal("a", double.PositiveInfinity, 1));
        Assert.Empty(Check.All());
    }
}
