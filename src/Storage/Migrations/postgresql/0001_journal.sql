-- The journal: every change, in order, for ever. The tables people query are written in the same transactions and follow from it.

CREATE TABLE journal_heads (
    entity  text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL CHECK (version >= 0)
) WITH (fillfactor = 70);

CREATE TABLE events (
    entity     text COLLATE "C" NOT NULL,
    version    bigint NOT NULL CHECK (version > 0),
    manifest   text NOT NULL,
    payload    json NOT NULL,
    command_id text NOT NULL,
    who        text NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (entity, version)
);

CREATE INDEX events_at ON events (at);

CREATE TABLE snapshots (
    entity   text COLLATE "C" PRIMARY KEY,
    version  bigint NOT NULL CHECK (version > 0),
    manifest text NOT NULL,
    payload  json NOT NULL
);

-- Who changed what, when, from which value to which.
CREATE VIEW audit_log AS
SELECT at, who, entity, version, manifest AS what, payload::jsonb -> 'was' AS before, payload::jsonb - 'was' AS after, command_id
FROM events;
