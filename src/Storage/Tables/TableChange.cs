namespace SecretMagic.Storage.Tables;

/// <summary>A statement of both dialects with its values, <c>$1</c>, <c>$2</c> ...</summary>
/// <param name="Sql">What changes.</param>
/// <param name="Values">Text, <see cref="JsonText"/>, whole numbers, booleans, UUIDs, moments, or null.</param>
internal readonly record struct TableChange(string Sql, params object?[] Values);
