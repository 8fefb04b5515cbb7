namespace Hepbook.Clusters;

/// <summary>A batch system.</summary>
internal interface IClusterEngine
{
    /// <summary>The name that --engine takes.</summary>
    string Name { get; }

    /// <summary>The name that people know.</summary>
    string Title { get; }

    /// <summary>The most tasks of one submission; what it is if the system cannot be asked.</summary>
    int MostTasks { get; }

    /// <summary>Checks that the system is there and answers.</summary>
    /// <returns>What is wrong; null if nothing is.</returns>
    string? Fault();

    /// <summary>Writes the scripts of a submission into the folder 'submit' of the run.</summary>
    /// <exception cref="UserErrorException">Something cannot be said to this system, or a file cannot be written.</exception>
    void WriteScripts(Work work);

    /// <summary>Submits the scripts.</summary>
    /// <returns>The submission with the numbers of its jobs, and a note if something is left to do by hand.</returns>
    /// <exception cref="UserErrorException">The system refuses; nothing was submitted.</exception>
    (Submission Submission, string? Note) Submit(Work work, Submission claim);

    /// <summary>What the system knows about a submission.</summary>
    EngineRecord Record(Submission submission);

    /// <summary>The log of a task.</summary>
    string LogFile(RunFolder run, Submission submission, int task);

    /// <summary>The command that takes a submission back.</summary>
    string CancelCommand(Submission submission);
}
