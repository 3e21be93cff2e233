using System.Data.Common;

namespace SecretMagic.Storage.Journal;

/// <summary>What the stores do differently.</summary>
internal interface IDialect
{
    /// <summary>A connection, ready for statements.</summary>
    Task<DbConnection> Open(CancellationToken token);

    /// <summary>
    /// A connection that prepared no statement before: a prepared one keeps the table it was prepared for, also when a temporary one hides it later.
    /// </summary>
    Task<DbConnection> OpenApart(CancellationToken token);

    /// <summary>A transaction that no other process migrates beside.</summary>
    Task<DbTransaction> BeginMigration(DbConnection connection, CancellationToken token);

    /// <summary>A transaction that sees the store as of one moment, and may make temporary tables.</summary>
    Task<DbTransaction> BeginReading(DbConnection connection, CancellationToken token);

    /// <summary>Gives a statement its values, <c>$1</c>, <c>$2</c> ...</summary>
    void Bind(DbParameterCollection parameters, ReadOnlySpan<object?> values);

    /// <summary>An empty temporary table that hides the real one, with its keys.</summary>
    Task MakeTemporary(DbConnection connection, DbTransaction transaction, string table, CancellationToken token);

    /// <summary>The text under a key of a column of JSON, written as the indexes have it.</summary>
    string JsonText(string column, string key);

    /// <summary>A transaction that will write: in a store with one writer at a time it waits for its turn here.</summary>
    Task<DbTransaction> BeginWriting(DbConnection connection, CancellationToken token);

    /// <summary>A moment by the clock of the database, so many seconds ahead.</summary>
    /// <param name="seconds">A value of the statement, <c>$1</c>.</param>
    string Ahead(string seconds);

    /// <summary>Locks the rows of a table that a query gives, and leaves out those that another transaction has; empty where writers take turns.</summary>
    /// <param name="table">How the query calls the table.</param>
    string LockFree(string table);

    /// <summary>How the real table is called while a temporary one hides it, and how the temporary one is.</summary>
    (string Real, string Temporary) Names(string table);
}
