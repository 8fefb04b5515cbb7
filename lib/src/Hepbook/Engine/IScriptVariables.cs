namespace Hepbook.Engine;

/// <summary>The variables of one language of a notebook.</summary>
internal interface IScriptVariables
{
    /// <summary>The names there are.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>The type of a variable of the session.</summary>
    /// <param name="name">The variable's name.</param>
    /// <returns>Its type, or null if there is none of that name.</returns>
    Type? TypeOf(string name);

    /// <summary>Looks up a value.</summary>
    /// <param name="name">The variable's name.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether there is a variable of that name.</returns>
    bool TryGet(string name, out object? value);

    /// <summary>Makes a variable, or a new one of the same name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">The type, visible to other assemblies and with all its parts in files.</param>
    /// <returns>What is wrong; null for nothing.</returns>
    CellError? Set(string name, object? value, Type type);
}
