namespace SecretMagic.Storage.Tables;

/// <summary>A value for a column that keeps JSON as it was written, letter by letter.</summary>
internal sealed record WrittenJson(string Text);
