namespace Hepbook.Assistance;

/// <summary>One thing that could stand where the caret is.</summary>
/// <param name="Text">What is inserted.</param>
/// <param name="Kind">What it is, in one word: <c>method</c>, <c>property</c>, <c>class</c>, <c>keyword</c>, <c>path</c> and so on.</param>
internal sealed record CompletionItem(string Text, string Kind);
