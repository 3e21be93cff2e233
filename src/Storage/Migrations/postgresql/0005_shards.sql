-- What a shard of series computed so far, to begin from when it is loaded. It follows from the events and may be deleted at any time.

CREATE TABLE shard_states (
    entity    text PRIMARY KEY,
    version   bigint NOT NULL CHECK (version > 0),
    plan_hash text NOT NULL,
    bytes     bytea NOT NULL
);
