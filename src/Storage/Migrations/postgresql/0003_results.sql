-- What lies in the lake, and where a client's data is being moved to. Readers trust this register, not the folders.

ALTER TABLE clients ADD COLUMN moving_to text CHECK (moving_to IN ('prefixed_tables', 'dedicated_db', 'shared'));

CREATE TABLE lake_results (
    location   text PRIMARY KEY,
    client_id  uuid NOT NULL REFERENCES clients (id),
    kind       text NOT NULL CHECK (kind IN ('features', 'requirements', 'coverage')),
    set_name   text NOT NULL,
    batch_id   text NOT NULL,
    attempt    integer NOT NULL CHECK (attempt > 0),
    rows       bigint NOT NULL CHECK (rows >= 0),
    hash       text NOT NULL,
    is_current boolean NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE INDEX lake_results_client ON lake_results (client_id, kind, set_name);
CREATE UNIQUE INDEX lake_results_current ON lake_results (client_id, kind, set_name) WHERE is_current;
