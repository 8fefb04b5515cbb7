using System.Text;
using Hepbook.Hosting;

namespace Hepbook.Engine;

/// <summary>
/// Sends what code writes to the console to its cell, from every thread, and reads from whoever sits before the cell;
/// outside of cells it goes where it went before.
/// </summary>
internal sealed class ConsoleCapture : IDisposable
{
    private readonly TextWriter originalOut = Console.Out;
    private readonly TextWriter originalError = Console.Error;
    private readonly TextReader originalIn = Console.In;

    public ConsoleCapture()
    {
        Console.SetOut(new CellWriter(OutputStream.Out, originalOut));
        Console.SetError(new CellWriter(OutputStream.Error, originalError));
        Console.SetIn(new CellReader());
    }

    public void Dispose()
    {
        Console.SetOut(originalOut);
        Console.SetError(originalError);
        Console.SetIn(originalIn);
    }

    private sealed class CellWriter(OutputStream stream, TextWriter fallback) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Send(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Send(new string(buffer, index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Send(buffer.ToString());

        public override void Write(string? value) => Send(value ?? "");

        public override void WriteLine(string? value) => Send((value ?? "") + "\n");

        public override void WriteLine() => Send("\n");

        private void Send(string text)
        {
            if (text.Length == 0)
                return;
            if (CellContext.Current is { } cell)
                cell.Sink.Stream(stream, text);
            else
                fallback.Write(text);
        }
    }

    // Where nobody is there to type, reading finds the end of the input instead of waiting.
    private sealed class CellReader : TextReader
    {
        private string line = "";
        private int next;

        public override string? ReadLine()
        {
            if (next < line.Length)
            {
                var rest = line[next..].TrimEnd('\n');
                next = line.Length;
                return rest;
            }

            return CellContext.Current is { Input: { } input } cell ? input.ReadLine(cell.StopToken) : null;
        }

        public override int Peek() => Fill() ? line[next] : -1;

        public override int Read() => Fill() ? line[next++] : -1;

        private bool Fill()
        {
            if (next >= line.Length && ReadLine() is { } more)
                (line, next) = (more + "\n", 0);
            return next < line.Length;
        }
    }
}
