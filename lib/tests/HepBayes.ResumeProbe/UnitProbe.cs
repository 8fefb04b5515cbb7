using HepBayes.Studies;

namespace HepBayes.ResumeProbe;

/// <summary>A unit of a study that kills itself as soon as its draws have reached a length.</summary>
internal static class UnitProbe
{
    /// <summary>Runs the unit, or goes on with it.</summary>
    /// <param name="study">The study file.</param>
    /// <param name="folder">Folder of the run.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="bytes">Length of the file of draws.</param>
    /// <param name="die">Kills the process a little later.</param>
    public static void Run(string study, string folder, string unit, long bytes, Action die)
    {
        var draws = new FileInfo(Path.Combine(folder, "units", unit.PadLeft(5, '0'), "draws.f32"));
        var watch = new Thread(() =>
        {
            do
                draws.Refresh();
            while (!draws.Exists || draws.Length < bytes);
            die();
        })
        {
            IsBackground = true,
        };
        watch.Start();
        StudyCommands.Run("sample", [study, "--output", folder, "--chains", "2", "--unit", unit], Console.Out, Console.Error, CancellationToken.None);
        watch.Join();
        Thread.Sleep(Timeout.Infinite);
    }
}
