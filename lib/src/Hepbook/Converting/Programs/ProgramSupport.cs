namespace Hepbook.Converting.Programs;

/// <summary>What a notebook's host provides, as a class at the end of the program.</summary>
internal static class ProgramSupport
{
    /// <summary>The function that prints a value.</summary>
    public const string ShowValue = "ShowValue";

    /// <summary>The function that makes a call and prints what it returns, if it returns anything.</summary>
    public const string ShowCall = "ShowCall";

    /// <summary>The namespaces and functions that every cell may use.</summary>
    public static readonly string[] Usings =
    [
        "using System;", "using System.Collections;", "using System.Collections.Generic;", "using System.Linq;", "using System.Text;",
        "using System.Threading.Tasks;", "using static NotebookConsole;",
    ];

    /// <summary>The class.</summary>
    /// <param name="folders">The folders of the libraries, relative to the program's.</param>
    public static string Text(IEnumerable<string> folders) => Class.Replace("LIBRARIES", string.Join(", ", folders.Select(f => $"\"{f}\"")), StringComparison.Ordinal);

    private const string Class = """
        /// <summary>Stands in for a notebook: displays and results go to the console.</summary>
        static class NotebookConsole
        {
            static readonly string[] libraries = [LIBRARIES];

            /// <summary>Works in the folder of this file, as a notebook does, and finds the libraries where they were built.</summary>
            [System.Runtime.CompilerServices.ModuleInitializer]
            internal static void Start()
            {
                var folder = AppContext.GetData("EntryPointFileDirectoryPath") as string ?? AppContext.BaseDirectory;
                Environment.CurrentDirectory = folder;
                System.Runtime.Loader.AssemblyLoadContext.Default.Resolving += (context, name) => libraries
                    .Select(library => System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, library, name.Name + ".dll")))
                    .Where(System.IO.File.Exists).Select(context.LoadFromAssemblyPath).FirstOrDefault();
            }

            public static void ShowValue(object value)
            {
                if (value is not (null or Displayed))
                    Console.WriteLine(TextOf(value));
            }

            public static void ShowCall<T>(Func<T> call) => ShowValue(call());

            public static void ShowCall(Action call) => call();

            public static Displayed display(object value, string mimeType = null) => new(value);

            public static Displayed Display(this object value, string mimeType = null) => new(value);

            public static Displayed DisplayAs(this string text, string mimeType) => new(mimeType == "text/html" ? HTML(text) : text);

            public static object HTML(string content) =>
                System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(content, "<[^>]*>", " ")).Trim();

            public static string TextOf(object value)
            {
                if (value is null or string)
                    return value as string ?? "null";
                // The library's formatters, once it has registered them.
                var formatter = AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetType("Microsoft.DotNet.Interactive.Formatting.Formatter")).FirstOrDefault(t => t is not null);
                var toText = formatter?.GetMethod("ToDisplayString", [typeof(object), typeof(string)]);
                if (toText?.Invoke(null, [value, "text/plain"]) is string text)
                    return text;
                return value is IEnumerable items ? $"[ {string.Join(", ", items.Cast<object>().Select(TextOf))} ]" : value.ToString();
            }

            public sealed class Displayed
            {
                internal Displayed(object value) => Update(value);

                public void Update(object value) => Console.WriteLine(TextOf(value));
            }
        }
        """;
}
