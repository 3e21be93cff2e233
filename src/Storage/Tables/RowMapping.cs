using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Dapper;

namespace SecretMagic.Storage.Tables;

/// <summary>How columns of both stores become values: moments are timestamptz or text, JSON is jsonb or text.</summary>
internal static class RowMapping
{
    static RowMapping()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new Moments());
        SqlMapper.AddTypeHandler(new Documents());
    }

    /// <summary>How a row of this reader is read.</summary>
    internal static Func<DbDataReader, T> Of<T>(DbDataReader reader) => reader.GetRowParser<T>();

    /// <summary>A moment as a store has it.</summary>
    internal static DateTimeOffset Moment(object value) => value is DateTime moment
        ? new DateTimeOffset(moment, TimeSpan.Zero)
        : DateTimeOffset.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private sealed class Moments : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => Moment(value);

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => throw new NotSupportedException("The dialect binds values.");
    }

    private sealed class Documents : SqlMapper.TypeHandler<JsonElement>
    {
        public override JsonElement Parse(object value)
        {
            using var document = JsonDocument.Parse((string)value);
            return document.RootElement.Clone();
        }

        public override void SetValue(IDbDataParameter parameter, JsonElement value) => throw new NotSupportedException("The dialect binds values.");
    }
}
