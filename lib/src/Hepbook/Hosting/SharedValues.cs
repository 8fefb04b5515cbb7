using System.Collections.Concurrent;

namespace Hepbook.Hosting;

/// <summary>Where a value waits while it passes from one language of a notebook to another. Generated code calls it.</summary>
public static class SharedValues
{
    private static readonly ConcurrentDictionary<string, object?> Waiting = new();

    /// <summary>Takes a value that waits.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="key">The name under which it waits.</param>
    /// <exception cref="InvalidOperationException">Nothing waits under this name.</exception>
    public static T Take<T>(string key) =>
        Waiting.TryRemove(key, out var value) ? (T)value! : throw new InvalidOperationException($"No value waits under '{key}'.");

    /// <summary>Lets a value wait.</summary>
    /// <returns>The name under which it waits.</returns>
    internal static string Put(object? value)
    {
        var key = Guid.NewGuid().ToString("N");
        Waiting[key] = value;
        return key;
    }
}
