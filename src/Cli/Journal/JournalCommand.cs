namespace SecretMagic.Cli;

/// <summary><c>secretmagic journal</c>: whether the database is sound.</summary>
internal static class JournalCommand
{
    public static Command Create(MetadataShell shell)
    {
        var verify = shell.Asks(
            new Command("verify", "Replay every change beside the tables and name each difference. Exit code 3 when there is one."),
            async (store, _, token) =>
            {
                var report = await store.Journal.Verify(token);
                var summary = $"{report.Events:N0} changes of {report.Entities:N0} entities: "
                    + (report.Findings.IsEmpty ? "every table is as they say" : $"{report.Findings.Length:N0} findings");
                return new Answer(report, console =>
                {
                    foreach (var finding in report.Findings) console.Line(finding);
                    console.Line(summary);
                }, report.Findings.IsEmpty ? 0 : 3);
            });
        return shell.Group("journal", "The record of every change.", verify);
    }
}
