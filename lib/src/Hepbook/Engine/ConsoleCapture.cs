using System.Text;
using Hepbook.Hosting;

namespace Hepbook.Engine;

/// <summary>
/// Sends what code writes to the console to the running cell, from every thread; between cells it goes where it went before.
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
        // Nobody is there to type: reading finds the end of the input instead of waiting.
        Console.SetIn(TextReader.Null);
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
}
