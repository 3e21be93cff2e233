using System.Diagnostics;
using SecretMagic.Domain;
using SecretMagic.Domain.Installations;

namespace SecretMagic.Storage.Tables;

/// <summary>scheduler_config, and the rows of client_processing_schedule.</summary>
internal static class ScheduleTables
{
    internal static IEnumerable<TableChange> Of(InstallationEvent happened, Stamp stamp) => happened switch
    {
        InstallationEvent.Scheduled now =>
        [
            new(
                """
                INSERT INTO scheduler_config (work, schedule_type, interval_minutes, at_time, day_of_week, updated_at, updated_by)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (work) DO UPDATE SET schedule_type = excluded.schedule_type, interval_minutes = excluded.interval_minutes,
                    at_time = excluded.at_time, day_of_week = excluded.day_of_week, updated_at = excluded.updated_at, updated_by = excluded.updated_by
                """,
                [Word.Of(now.Work), .. Columns(now.Schedule), stamp.When, stamp.Who]),
        ],
        InstallationEvent.Unscheduled now => [new("DELETE FROM scheduler_config WHERE work = $1", Word.Of(now.Work))],
        InstallationEvent.Unchanged => [],
        _ => throw new UnreachableException($"No table knows the event {happened.GetType()}."),
    };

    internal static TableChange Scheduled(Guid client, WorkKind work, Schedule schedule, Stamp stamp) =>
        new(
            """
            INSERT INTO client_processing_schedule (client_id, work, schedule_type, interval_minutes, at_time, day_of_week, updated_at, updated_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (client_id, work) DO UPDATE SET schedule_type = excluded.schedule_type, interval_minutes = excluded.interval_minutes,
                at_time = excluded.at_time, day_of_week = excluded.day_of_week, updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """,
            [client, Word.Of(work), .. Columns(schedule), stamp.When, stamp.Who]);

    private static object?[] Columns(Schedule schedule)
    {
        var interval = schedule.Kind == ScheduleKind.Interval;
        return
        [
            Word.Of(schedule.Kind), interval ? schedule.Minutes : null, interval ? null : $"{schedule.Minutes / 60:00}:{schedule.Minutes % 60:00}",
            schedule.Kind == ScheduleKind.Weekly ? (int)schedule.Day : null,
        ];
    }
}
