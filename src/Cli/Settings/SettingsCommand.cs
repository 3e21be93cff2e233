using SecretMagic.Runtime;
using Spectre.Console;

namespace SecretMagic.Cli;

/// <summary><c>secretmagic settings</c>: what holds, and who said so.</summary>
internal static class SettingsCommand
{
    public static Command Create(TextWriter output, Surroundings around)
    {
        var options = new SettingsOptions(around);
        var show = new Command("show", "Every setting with its value and where it comes from; of secrets whether they are set.");
        show.SetAction((parsed, _) =>
        {
            var answer = Of(options.Of(parsed));
            answer.Write(output, TextWriter.Null, options.IsJson(parsed));
            return Task.FromResult(answer.ExitCode);
        });
        var command = new Command("settings", "What holds for this program here.") { show };
        options.AddTo(command);
        return command;
    }

    private static Answer Of(Settings settings)
    {
        var rows = settings.Values.Select(value => (Key: value.Key.Name, Value: value.Text, Source: value.Source, Meaning: value.Key.Meaning))
            .Concat(settings.Secrets.Select(held =>
                (Key: held.Name, Value: $"{held.Secret}", Source: held.Secret.Source, Meaning: "a secret: its value is never shown")))
            .ToArray();
        return new Answer(rows.Select(row => new { row.Key, row.Value, row.Source }), console =>
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns("key", "value", "source", "what it is");
            foreach (var row in rows) table.AddRow(new Text(row.Key), new Text(row.Value), new Text(row.Source), new Text(row.Meaning));
            console.Write(table);
        });
    }
}
