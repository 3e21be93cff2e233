using System.Collections.Immutable;

namespace SecretMagic.Storage.Tenancy;

/// <summary>Rows of a client's table.</summary>
/// <param name="Columns">The columns: series, time, then values; <c>tenant_id</c> is left out.</param>
/// <param name="Rows">The values of each row: string, long, double, bool, DateOnly, DateTime, or null for a missing one.</param>
public sealed record TenantRows(ImmutableArray<TableColumn> Columns, ImmutableArray<ImmutableArray<object?>> Rows);
