namespace Hepbook.Engine;

/// <summary>Lets a notebook's settings be looked up by name.</summary>
internal interface IScriptVariables
{
    /// <summary>The type of a variable of the session.</summary>
    /// <param name="name">The variable's name.</param>
    /// <returns>Its type, or null if there is none of that name.</returns>
    Type? TypeOf(string name);
}
