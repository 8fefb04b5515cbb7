using System.Globalization;
using System.Text.RegularExpressions;

namespace Hepbook.Clusters;

/// <summary>Times and sizes as batch systems write them.</summary>
internal static partial class ResourceText
{
    /// <summary>Reads a time as Slurm does: minutes, minutes:seconds, hours:minutes:seconds, days-hours[:minutes[:seconds]].</summary>
    /// <exception cref="UserErrorException">It is none, or not above 0.</exception>
    public static TimeSpan Time(string text)
    {
        if (TimePattern().Match(text) is { Success: true } match)
        {
            var numbers = match.Groups["n"].Captures.Select(c => int.Parse(c.Value, CultureInfo.InvariantCulture)).ToArray();
            var (hours, minutes, seconds) = (match.Groups["days"].Success, numbers) switch
            {
                (true, [var h]) => (h, 0, 0),
                (true, [var h, var m]) => (h, m, 0),
                (_, [var h, var m, var s]) => (h, m, s),
                (_, [var m, var s]) => (0, m, s),
                _ => (0, numbers[0], 0),
            };
            var days = match.Groups["days"].Success ? int.Parse(match.Groups["days"].Value, CultureInfo.InvariantCulture) : 0;
            var time = new TimeSpan(days, hours, minutes, seconds);
            if (time > TimeSpan.Zero)
                return time;
        }

        throw new UserErrorException($"--time {text}: expected minutes, hours:minutes:seconds or days-hours:minutes:seconds, such as 90, 1:30:00 or 1-12:00:00.");
    }

    /// <summary>Writes a time so that every version of Slurm reads it: days-hours:minutes:seconds.</summary>
    public static string Time(TimeSpan time) => time.ToString(@"d\-hh\:mm\:ss", CultureInfo.InvariantCulture);

    /// <summary>Reads a size such as 4G, 500M or 2000 (MiB).</summary>
    /// <returns>MiB.</returns>
    /// <exception cref="UserErrorException">It is none, or not above 0.</exception>
    public static long MemoryMiB(string text)
    {
        if (SizePattern().Match(text) is { Success: true } match
            && long.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1L << 40)
        {
            return match.Groups[2].Value.ToUpperInvariant() switch { "G" => number << 10, "T" => number << 20, _ => number };
        }

        throw new UserErrorException($"--memory {text}: expected a whole number of megabytes or with a unit, such as 4G or 500M.");
    }

    /// <summary>The number of GPUs in generic resources such as gpu:2 or gpu:a100:2.</summary>
    /// <exception cref="UserErrorException">They are something else.</exception>
    public static int Gpus(string gres) => GpuPattern().Match(gres) is { Success: true } match
        ? (match.Groups[1].Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 1)
        : throw new UserErrorException($"--gres {gres}: expected gpu:NUMBER, which is all that can be said to HTCondor.");

    [GeneratedRegex(@"^(?:(?<days>\d{1,4})-(?<n>\d{1,6})(?::(?<n>\d{1,6})){0,2}|(?<n>\d{1,6})(?::(?<n>\d{1,6})){0,2})$")]
    private static partial Regex TimePattern();

    [GeneratedRegex("^([0-9]+)([MGTmgt]?)(?:[iI]?[bB])?$")]
    private static partial Regex SizePattern();

    [GeneratedRegex("^gpu(?::[A-Za-z][A-Za-z0-9_.-]*)?(?::([0-9]{1,4}))?$")]
    private static partial Regex GpuPattern();
}
