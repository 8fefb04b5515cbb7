namespace Hepbook.Tests.Support;

/// <summary>Commands that are found first in the PATH while this exists, and answer what a test wants.</summary>
internal sealed class FakePrograms : IDisposable
{
    private const string Variable = "PATH";
    private readonly string? before = Environment.GetEnvironmentVariable(Variable);
    private readonly TemporaryFolder folder = new();

    /// <summary>Starts without commands.</summary>
    /// <param name="alone">Whether nothing else is found.</param>
    public FakePrograms(bool alone = false) =>
        Environment.SetEnvironmentVariable(Variable, alone ? folder.Path : $"{folder.Path}{Path.PathSeparator}{before}");

    /// <summary>Adds a command; its arguments are written to a file.</summary>
    public void Add(string name, string script)
    {
        var file = folder.Write(name, $"#!/bin/bash\necho \"$*\" >> \"$0.called\"\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <summary>The arguments of each call of a command.</summary>
    public string[] Calls(string name) => File.Exists(folder.File($"{name}.called")) ? File.ReadAllLines(folder.File($"{name}.called")) : [];

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, before);
        folder.Dispose();
    }
}
