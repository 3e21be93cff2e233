-- Where the tables of features of each client are. features.db holds homes and the tables of every client that has no file of its own; the file of a
-- client alone holds its tables. A table and its row in tables change in one transaction; readers trust homes, then tables.

CREATE TABLE homes (
    tenant     text NOT NULL PRIMARY KEY,
    mode       text NOT NULL CHECK (mode IN ('prefixed_tables', 'dedicated_db', 'shared')),
    generation integer NOT NULL CHECK (generation > 0)
);

CREATE TABLE tables (
    tenant       text NOT NULL,
    set_name     text NOT NULL,
    table_name   text NOT NULL,
    columns      text NOT NULL,
    rows         integer NOT NULL CHECK (rows >= 0),
    published_at text NOT NULL,
    PRIMARY KEY (tenant, set_name)
);
