-- Where the tables of features of each client are. A table and its row here change in one transaction; readers trust this register.
-- In schema tenancy, which only the program may use; it also holds each client's part of the common tables in schema shared.

CREATE TABLE homes (
    tenant text PRIMARY KEY,
    mode   text NOT NULL CHECK (mode IN ('prefixed_tables', 'dedicated_db', 'shared'))
);

CREATE TABLE tables (
    tenant       text NOT NULL REFERENCES homes (tenant),
    set_name     text NOT NULL,
    schema_name  text NOT NULL,
    table_name   text NOT NULL,
    columns      text NOT NULL,
    rows         bigint NOT NULL CHECK (rows >= 0),
    published_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, set_name),
    UNIQUE (schema_name, table_name)
);

CREATE SCHEMA IF NOT EXISTS shared;
