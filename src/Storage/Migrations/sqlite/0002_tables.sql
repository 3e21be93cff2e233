-- The tables people query. Rows are written by the transactions that append events; journal verify compares them with a replay.

CREATE TABLE data_types (
    name        text NOT NULL PRIMARY KEY,
    description text NOT NULL
);

INSERT INTO data_types (name, description) VALUES
    ('features', 'Features of series'),
    ('bom', 'Requirements and coverage of recipes'),
    ('timeseries', 'Series as they were read'),
    ('aggregations', 'Sums over series and time');

CREATE TABLE feature_types (
    name      text NOT NULL PRIMARY KEY,
    data_type text NOT NULL REFERENCES data_types (name)
);

INSERT INTO feature_types (name, data_type) VALUES
    ('age', 'features'),
    ('calendar', 'features'),
    ('count', 'features'),
    ('days_since_sale', 'features'),
    ('diff', 'features'),
    ('ema', 'features'),
    ('ema_std', 'features'),
    ('expanding_count', 'features'),
    ('expanding_max', 'features'),
    ('expanding_mean', 'features'),
    ('expanding_min', 'features'),
    ('expanding_std', 'features'),
    ('expanding_sum', 'features'),
    ('intermittent', 'features'),
    ('lag', 'features'),
    ('ma', 'features'),
    ('max', 'features'),
    ('median', 'features'),
    ('min', 'features'),
    ('pct_change', 'features'),
    ('presence', 'features'),
    ('price', 'features'),
    ('promo', 'features'),
    ('quantile', 'features'),
    ('rank', 'features'),
    ('seasonal_lag', 'features'),
    ('seasonal_ma', 'features'),
    ('seasonality', 'features'),
    ('skew', 'features'),
    ('static', 'features'),
    ('std', 'features'),
    ('sum', 'features'),
    ('trend', 'features'),
    ('tsb', 'features'),
    ('var', 'features'),
    ('weather', 'features'),
    ('zero_streak', 'features'),
    ('zscore', 'features');

CREATE TABLE clients (
    id                  text NOT NULL PRIMARY KEY,
    name                text NOT NULL CHECK (name <> ''),
    organization_id     text NOT NULL UNIQUE,
    tenant_mode         text NOT NULL CHECK (tenant_mode IN ('prefixed_tables', 'dedicated_db', 'shared')),
    features_enabled    text NOT NULL,
    config_revision     integer NOT NULL CHECK (config_revision >= 0),
    config_confirmed    boolean NOT NULL,
    config_confirmed_at text,
    config_confirmed_by text,
    contact_email       text,
    contact_phone       text,
    status              text NOT NULL CHECK (status IN ('active', 'suspended', 'archived')),
    created_at          text NOT NULL,
    updated_at          text NOT NULL,
    CHECK (config_confirmed = (config_confirmed_at IS NOT NULL)),
    CHECK (config_confirmed = (config_confirmed_by IS NOT NULL))
);

CREATE INDEX clients_status ON clients (status);

CREATE TABLE feature_configs (
    id           text NOT NULL PRIMARY KEY,
    client_id    text NOT NULL REFERENCES clients (id),
    feature_type text NOT NULL,
    config       text NOT NULL,
    is_active    boolean NOT NULL,
    version      integer NOT NULL CHECK (version > 0),
    created_at   text NOT NULL,
    created_by   text NOT NULL,
    UNIQUE (client_id, feature_type, version)
);

CREATE UNIQUE INDEX feature_configs_active ON feature_configs (client_id, feature_type) WHERE is_active;

CREATE TABLE bom_configs (
    id                  text NOT NULL PRIMARY KEY,
    client_id           text NOT NULL REFERENCES clients (id),
    max_levels          integer NOT NULL DEFAULT 5 CHECK (max_levels BETWEEN 1 AND 100),
    include_produced_at boolean NOT NULL DEFAULT true,
    cycle_detection     boolean NOT NULL DEFAULT true,
    is_active           boolean NOT NULL,
    version             integer NOT NULL CHECK (version > 0),
    created_at          text NOT NULL,
    created_by          text NOT NULL,
    UNIQUE (client_id, version)
);

CREATE UNIQUE INDEX bom_configs_active ON bom_configs (client_id) WHERE is_active;

CREATE TABLE batches (
    id              text NOT NULL PRIMARY KEY,
    client_id       text NOT NULL REFERENCES clients (id),
    work            text NOT NULL CHECK (work IN ('features', 'bom')),
    status          text NOT NULL CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    config_revision integer NOT NULL,
    attempt         integer NOT NULL CHECK (attempt >= 0),
    last_attempt    integer NOT NULL CHECK (last_attempt > 0),
    worker          text,
    progress_done   bigint NOT NULL CHECK (progress_done >= 0),
    progress_total  bigint NOT NULL,
    resume_at       text NOT NULL,
    result_place    text,
    result_rows     bigint CHECK (result_rows >= 0),
    error_message   text,
    queued_at       text NOT NULL,
    started_at      text,
    finished_at     text,
    updated_at      text NOT NULL,
    CHECK (attempt <= last_attempt),
    CHECK (progress_done <= progress_total),
    CHECK ((status = 'running') = (worker IS NOT NULL)),
    CHECK ((status = 'done') = (result_place IS NOT NULL)),
    CHECK ((status IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
);

CREATE INDEX batches_client ON batches (client_id, queued_at);
CREATE INDEX batches_open ON batches (status, queued_at) WHERE status IN ('queued', 'running');

CREATE TABLE processing_logs (
    batch_id text NOT NULL REFERENCES batches (id),
    entry    bigint NOT NULL CHECK (entry > 0),
    at       text NOT NULL,
    level    text NOT NULL CHECK (level IN ('info', 'warn', 'error')),
    message  text NOT NULL,
    PRIMARY KEY (batch_id, entry)
);

CREATE INDEX processing_logs_at ON processing_logs (at);

CREATE TABLE feature_metadata (
    client_id     text NOT NULL REFERENCES clients (id),
    name          text NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('past', 'known', 'static')),
    type          text NOT NULL,
    nan_semantics text NOT NULL,
    batch_id      text NOT NULL REFERENCES batches (id),
    updated_at    text NOT NULL,
    PRIMARY KEY (client_id, name)
);

CREATE TABLE bom_explosion_status (
    client_id         text NOT NULL PRIMARY KEY REFERENCES clients (id),
    last_processed_at text,
    records_processed bigint NOT NULL CHECK (records_processed >= 0),
    status            text NOT NULL CHECK (status IN ('running', 'done', 'failed')),
    error_message     text,
    batch_id          text NOT NULL,
    updated_at        text NOT NULL,
    CHECK ((status = 'failed') = (error_message IS NOT NULL))
);

-- Times are minutes of the day in UTC, written HH:MM; days are 0 Sunday to 6 Saturday.
CREATE TABLE scheduler_config (
    work             text NOT NULL PRIMARY KEY CHECK (work IN ('features', 'bom')),
    schedule_type    text NOT NULL CHECK (schedule_type IN ('interval', 'daily', 'weekly')),
    interval_minutes integer CHECK (interval_minutes BETWEEN 1 AND 10080),
    at_time          text,
    day_of_week      integer CHECK (day_of_week BETWEEN 0 AND 6),
    updated_at       text NOT NULL,
    updated_by       text NOT NULL,
    CHECK ((schedule_type = 'interval') = (interval_minutes IS NOT NULL)),
    CHECK ((schedule_type <> 'interval') = (at_time IS NOT NULL)),
    CHECK ((schedule_type = 'weekly') = (day_of_week IS NOT NULL))
);

CREATE TABLE client_processing_schedule (
    client_id        text NOT NULL REFERENCES clients (id),
    work             text NOT NULL CHECK (work IN ('features', 'bom')),
    schedule_type    text NOT NULL CHECK (schedule_type IN ('interval', 'daily', 'weekly')),
    interval_minutes integer CHECK (interval_minutes BETWEEN 1 AND 10080),
    at_time          text,
    day_of_week      integer CHECK (day_of_week BETWEEN 0 AND 6),
    updated_at       text NOT NULL,
    updated_by       text NOT NULL,
    CHECK ((schedule_type = 'interval') = (interval_minutes IS NOT NULL)),
    CHECK ((schedule_type <> 'interval') = (at_time IS NOT NULL)),
    CHECK ((schedule_type = 'weekly') = (day_of_week IS NOT NULL)),
    PRIMARY KEY (client_id, work)
);

CREATE TABLE logs (
    id        integer PRIMARY KEY,
    timestamp text NOT NULL,
    level     text NOT NULL,
    message   text NOT NULL,
    error     text,
    context   text NOT NULL
);

CREATE INDEX logs_timestamp ON logs (timestamp);
CREATE INDEX logs_trouble ON logs (level, timestamp) WHERE level IN ('error', 'warn');
CREATE INDEX logs_client ON logs (json_extract(context, '$.client_id'), timestamp);
