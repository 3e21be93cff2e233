namespace SecretMagic.Storage.Tables;

/// <summary>The conditions of a query that were asked for, and their values: what was not asked for is no part of the query, so an index fits.</summary>
internal sealed class Filter
{
    private readonly List<string> _conditions = [];
    private readonly List<object?> _values = [];

    internal object?[] Values => [.. _values];

    /// <summary>WHERE and the conditions; empty without any.</summary>
    internal string Where => _conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", _conditions)}";

    /// <summary>Adds a condition, unless its value is null; each '?' stands for the value.</summary>
    internal Filter And(string condition, object? value)
    {
        if (value is not null) _conditions.Add(condition.Replace("?", Next(value), StringComparison.Ordinal));
        return this;
    }

    /// <summary>Adds a condition over values that <see cref="Next"/> named.</summary>
    internal Filter Also(string condition)
    {
        _conditions.Add(condition);
        return this;
    }

    /// <summary>Adds the condition that a column has one of these values; nothing when there is no choice of values.</summary>
    internal Filter In(string column, IReadOnlyCollection<string>? values)
    {
        if (values is not null) _conditions.Add(values.Count == 0 ? "1 = 0" : $"{column} IN ({string.Join(", ", values.Select(Next))})");
        return this;
    }

    /// <summary>Adds a value and gives its name in the query.</summary>
    internal string Next(object value)
    {
        _values.Add(value);
        return $"${_values.Count}";
    }
}
