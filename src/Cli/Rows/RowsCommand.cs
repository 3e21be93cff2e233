namespace SecretMagic.Cli;

/// <summary><c>secretmagic rows</c>: series that grow row by row, and their features now.</summary>
internal static class RowsCommand
{
    public static Command Create(MetadataShell shell) => shell.Group(
        "rows", "Rows as they come, and the features of a series now.",
        PlanRows.Create(shell), AddRows.Create(shell), RowFeatures.Create(shell));
}
