using System.Text.Json;
using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Physics;

/// <summary>The answers of a run, appended line by line; the first line says which points they belong to.</summary>
internal sealed class SoftSusyJournal : IDisposable
{
    private const string Format = "hepbayes.softsusy";
    private readonly Dictionary<int, SoftSusyPoint> answers = [];
    private readonly LineFile file;
    private readonly Lock gate = new();

    private SoftSusyJournal(LineFile file) => this.file = file;

    private sealed record Header(string Format, int Points, string Checksum);

    /// <exception cref="UserErrorException">The file is of other points, damaged before its end, or in use.</exception>
    public static SoftSusyJournal Open(string path, Table points)
    {
        var header = new Header(Format, points.Rows, points.Checksum(Pmssm.Parameters));
        var journal = new SoftSusyJournal(LineFile.Open(path));
        try
        {
            journal.Load(path, header);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    public bool Has(int row) => answers.ContainsKey(row);

    public void Add(SoftSusyPoint answer)
    {
        lock (gate)
        {
            answers.Add(answer.Row, answer);
            file.Append(JsonSerializer.Serialize(answer));
        }
    }

    public Table Table(Table points)
    {
        SoftSusyPoint[] rows = [.. Enumerable.Range(0, points.Rows).Select(row => answers[row])];
        var table = points.WithColumn(Pmssm.Valid, [.. rows.Select(r => r.Status == SlowCodeAnswer.Ok ? 1f : 0f)]);
        for (var m = 0; m < Pmssm.Masses.Count; m++)
            table = table.WithColumn(Pmssm.Masses[m], [.. rows.Select(r => r.Masses.Length == 0 ? float.NaN : r.Masses[m])]);
        return table.WithText("status", [.. rows.Select(r => r.Status)]).WithText(Pmssm.Problem, [.. rows.Select(r => r.Reason)]);
    }

    public void Dispose() => file.Dispose();

    private void Load(string path, Header header)
    {
        var lines = file.Lines;
        if (lines.Count == 0)
            file.Append(JsonSerializer.Serialize(header));
        for (var line = 0; line < lines.Count; line++)
        {
            try
            {
                if (line == 0 && JsonSerializer.Deserialize<Header>(lines[0]) != header)
                    throw new UserErrorException($"The journal '{path}' is of other points (line 1: {lines[0]}). Give each table a journal of its own.");
                if (line > 0 && JsonSerializer.Deserialize<SoftSusyPoint>(lines[line]) is { } answer)
                    answers[answer.Row] = answer;
            }
            catch (JsonException e)
            {
                throw new UserErrorException($"The journal '{path}' is damaged in line {line + 1}: {e.Message} Delete that line; its point will be computed again.", e);
            }
        }
    }
}
