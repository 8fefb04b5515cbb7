using System.Text;
using System.Text.Json.Nodes;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Jupyter;

/// <summary>One kernel process, seen through its sockets.</summary>
public sealed class KernelTests(TestKernel kernel) : IClassFixture<TestKernel>
{
    [Fact]
    public void Outputs_come_in_order_between_busy_and_idle()
    {
        var id = kernel.Send("execute_request", TestKernel.Execution(
            "Console.Write(1); Console.WriteLine(\" and\"); Console.Error.WriteLine(2); var shown = display(3); shown.Update(4); Console.WriteLine(5); 6"));
        var published = kernel.Published(id);
        Assert.Equal(
            ["status", "execute_input", "stream", "stream", "display_data", "update_display_data", "stream", "execute_result", "status"], published.Select(p => p.Type));
        Assert.Equal(["1 and\n", "2\n", "5\n"], published.Where(p => p.Type == "stream").Select(p => p.Content["text"]!.ToString()));
        Assert.Equal(published[4].Content["transient"]!["display_id"]!.ToString(), published[5].Content["transient"]!["display_id"]!.ToString());
        Assert.Equal("4", published[5].Content["data"]!["text/plain"]!.ToString());
        Assert.Equal("busy", published[0].Content["execution_state"]!.ToString());
        var reply = kernel.Reply(id);
        Assert.Equal("ok", reply["status"]!.ToString());
        Assert.Equal(reply["execution_count"]!.GetValue<int>(), published[7].Content["execution_count"]!.GetValue<int>());
    }

    [Fact]
    public void An_error_shows_the_line_of_the_user_first()
    {
        var (reply, outputs) = kernel.Run("var before = 8;\nthrow new InvalidOperationException(\"no\");");
        var (type, error) = Assert.Single(outputs);
        Assert.Equal("error", type);
        Assert.Equal("error", reply["status"]!.ToString());
        Assert.Equal("InvalidOperationException", error["ename"]!.ToString());
        Assert.Equal("2 | throw new InvalidOperationException(\"no\");", error["traceback"]![1]!.ToString());
        Assert.Equal("8", kernel.Value("before"));
        Assert.Equal("no", kernel.Value("lastException.Message"));
    }

    [Fact]
    public void Cells_that_wait_behind_a_failed_one_are_aborted_unless_the_request_says_otherwise()
    {
        var slow = "System.Threading.Thread.Sleep(500); throw new Exception();";
        var (first, second, info) = (kernel.Send("execute_request", TestKernel.Execution(slow)), kernel.Send("execute_request", TestKernel.Execution("1")), kernel.Send("kernel_info_request", []));
        Assert.Equal("error", kernel.Reply(first)["status"]!.ToString());
        Assert.Equal("aborted", kernel.Reply(second)["status"]!.ToString());
        Assert.Equal("ok", kernel.Reply(info)["status"]!.ToString());
        (first, second) = (kernel.Send("execute_request", TestKernel.Execution(slow, new JsonObject { ["stop_on_error"] = false })), kernel.Send("execute_request", TestKernel.Execution("1")));
        Assert.Equal("error", kernel.Reply(first)["status"]!.ToString());
        Assert.Equal("ok", kernel.Reply(second)["status"]!.ToString());
    }

    [Fact]
    public void Silent_cells_show_and_count_nothing_and_expressions_are_evaluated_after_the_cell()
    {
        var before = kernel.Run("1").Reply["execution_count"]!.GetValue<int>();
        var (reply, outputs) = kernel.Run("var hush = 5; Console.WriteLine(hush); hush", new JsonObject { ["silent"] = true });
        Assert.Empty(outputs);
        Assert.Equal("ok", reply["status"]!.ToString());
        var expressions = new JsonObject { ["good"] = "hush + 1", ["bad"] = "unknown" };
        reply = kernel.Run("hush++;", new JsonObject { ["user_expressions"] = expressions }).Reply;
        Assert.Equal(before + 1, reply["execution_count"]!.GetValue<int>());
        Assert.Equal("7", reply["user_expressions"]!["good"]!["data"]!["text/plain"]!.ToString());
        Assert.Equal("CompilationError", reply["user_expressions"]!["bad"]!["ename"]!.ToString());
    }

    [Fact]
    public void The_user_is_asked_and_a_front_end_that_cannot_ask_is_the_end_of_the_input()
    {
        var id = kernel.Send("execute_request", TestKernel.Execution("Console.Write(\"name: \"); \"hello \" + Console.ReadLine()"));
        Assert.Equal("name: ", kernel.AwaitPublished(id, "stream")["text"]!.ToString());
        kernel.AwaitQuestion();
        kernel.Send("input_reply", new JsonObject { ["value"] = "Ada" });
        Assert.Equal("hello Ada", kernel.AwaitPublished(id, "execute_result")["data"]!["text/plain"]!.ToString());
        kernel.Reply(id);
        var (_, outputs) = kernel.Run("Console.ReadLine() == null", new JsonObject { ["allow_stdin"] = false });
        Assert.Equal("True", outputs[0].Content["data"]!["text/plain"]!.ToString());
    }

    [Theory]
    [InlineData("await Task.Delay(-1, Hepbook.Hosting.CellContext.Current.CancellationToken);")]
    [InlineData("while (true) { loops++; }")]
    [InlineData("while (true) { try { loops++; System.Threading.Thread.Sleep(1); } catch (Exception) { } }")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    [InlineData("Task.Delay(-1).Wait();")]
    [InlineData("Console.ReadLine();")]
    public void An_interrupt_stops_a_cell_and_what_waits_and_the_variables_survive(string endless)
    {
        kernel.Run("var loops = 0; var kept = 17;");
        var cell = kernel.Send("execute_request", TestKernel.Execution("Console.WriteLine(\"begun\");\nkept = 18;\n" + endless));
        var waiting = kernel.Send("execute_request", TestKernel.Execution("kept = 19;"));
        kernel.AwaitPublished(cell, "stream");
        Assert.Equal("ok", kernel.Request("interrupt_request", [], onControl: true)["status"]!.ToString());
        Assert.Equal("Interrupted", kernel.Reply(cell)["ename"]!.ToString());
        Assert.Equal("aborted", kernel.Reply(waiting)["status"]!.ToString());
        Assert.Equal("18", kernel.Value("kept"));
    }

    [Fact]
    public void What_a_calculation_had_when_it_was_interrupted_is_in_the_exception()
    {
        kernel.Run("class Stopped : OperationCanceledException { public int Draws = 12; public override string Message => \"after 12 draws.\"; }");
        var cell = kernel.Send("execute_request", TestKernel.Execution(
            "var token = Hepbook.Hosting.CellContext.Current.CancellationToken;\nConsole.WriteLine(\"begun\");\ntoken.WaitHandle.WaitOne();\nthrow new Stopped();"));
        kernel.AwaitPublished(cell, "stream");
        kernel.Request("interrupt_request", [], onControl: true);
        Assert.Contains("after 12 draws.", kernel.Reply(cell)["evalue"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("12", kernel.Value("((Stopped)lastException).Draws"));
    }

    [Fact]
    public void An_interrupt_between_cells_changes_nothing()
    {
        kernel.Request("interrupt_request", [], onControl: true);
        Assert.Equal("2", kernel.Value("1 + 1"));
    }

    [Fact]
    public void What_a_task_writes_belongs_to_the_cell_that_started_it()
    {
        var first = kernel.Send("execute_request", TestKernel.Execution(
            "var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);\nvar late = Task.Run(async () => { await go.Task; Console.WriteLine(\"late\"); });"));
        kernel.Published(first);
        kernel.Reply(first);
        var second = kernel.Send("execute_request", TestKernel.Execution("go.SetResult(); await late; Console.WriteLine(\"second\");"));
        Assert.Equal("late\n", kernel.AwaitPublished(first, "stream")["text"]!.ToString());
        kernel.Reply(second);
    }

    [Fact]
    public void Places_are_counted_in_characters_not_in_units()
    {
        kernel.Run("var wave = \"~\";");
        var reply = kernel.Request("complete_request", new JsonObject { ["code"] = "/*🌊🌊*/ wav + 1", ["cursor_pos"] = 10 });
        Assert.Contains("wave", reply["matches"]!.AsArray().Select(m => m!.ToString()));
        Assert.Equal((7, 10), (reply["cursor_start"]!.GetValue<int>(), reply["cursor_end"]!.GetValue<int>()));
    }

    [Fact]
    public void A_comm_that_nobody_expects_is_closed()
    {
        var id = kernel.Send("comm_open", new JsonObject { ["comm_id"] = "c1", ["target_name"] = "widget", ["data"] = new JsonObject() });
        Assert.Equal("c1", kernel.AwaitPublished(id, "comm_close")["comm_id"]!.ToString());
        Assert.Empty(kernel.Request("comm_info_request", [])["comms"]!.AsObject());
    }

    [Fact]
    public void Messages_that_are_wrong_are_refused_and_the_next_one_is_answered()
    {
        var frames = kernel.Frames("execute_request", TestKernel.Execution("Environment.Exit(9)"));
        var forged = frames.ToArray();
        forged[1] = Encoding.ASCII.GetBytes(new string('0', 64));
        kernel.SendFrames(forged);
        kernel.SendFrames(frames[..3]);
        kernel.SendFrames(Encoding.UTF8.GetBytes("garbage"));
        Assert.Equal("error", kernel.Request("execute_request", new JsonObject { ["code"] = 5 })["status"]!.ToString());
        kernel.Send("no_such_request", []);
        Assert.Equal("3", kernel.Value("1 + 2"));
        Assert.Contains("signature is wrong", kernel.Log, StringComparison.Ordinal);
        Assert.Contains("no_such_request", kernel.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_without_end_is_cut_and_the_kernel_lives_on()
    {
        var (reply, outputs) = kernel.Run("var row = new string('x', 99); for (var i = 0; i < 1_000_000; i++) Console.WriteLine(row); display(new string('y', 100_000_000));");
        Assert.Equal("ok", reply["status"]!.ToString());
        Assert.InRange(outputs.Where(o => o.Type == "stream").Sum(o => o.Content["text"]!.ToString().Length), 1_000_000, 1_000_200);
        Assert.Contains("Left out", outputs[^1].Content["data"]!["text/plain"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("99", kernel.Value("row.Length"));
    }

    [Fact]
    public void Nothing_listens_beyond_this_computer()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("The list of listening sockets is read from /proc.");
        // Local address (hexadecimal, 0100007F is 127.0.0.1) and state 0A, listening.
        var listening = File.ReadLines("/proc/net/tcp").Concat(File.Exists("/proc/net/tcp6") ? File.ReadLines("/proc/net/tcp6") : [])
            .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(f => f.Length > 3 && f[3] == "0A").Select(f => f[1].Split(':'));
        foreach (var port in kernel.Ports)
            Assert.Equal("0100007F", Assert.Single(listening, f => f[1] == port.ToString("X4"))[0]);
    }
}
