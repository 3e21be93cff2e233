-- The journal: every change, in order, for ever. The tables people query are written in the same transactions and follow from it.

CREATE TABLE journal_heads (
    entity  TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL CHECK (version >= 0)
) WITHOUT ROWID;

CREATE TABLE events (
    entity     TEXT NOT NULL,
    version    INTEGER NOT NULL CHECK (version > 0),
    manifest   TEXT NOT NULL,
    payload    TEXT NOT NULL CHECK (json_valid(payload)),
    command_id TEXT NOT NULL,
    who        TEXT NOT NULL,
    at         TEXT NOT NULL,
    PRIMARY KEY (entity, version)
) WITHOUT ROWID;

CREATE INDEX events_at ON events (at);

CREATE TABLE snapshots (
    entity   TEXT NOT NULL PRIMARY KEY,
    version  INTEGER NOT NULL CHECK (version > 0),
    manifest TEXT NOT NULL,
    payload  TEXT NOT NULL CHECK (json_valid(payload))
);

-- Who changed what, when, from which value to which.
CREATE VIEW audit_log AS
SELECT at, who, entity, version, manifest AS what, json_extract(payload, '$.was') AS before, json_remove(payload, '$.was') AS after, command_id
FROM events;
