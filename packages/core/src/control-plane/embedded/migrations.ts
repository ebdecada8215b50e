/** The steps from one version of the schema to the next; `user_version` counts those that were taken. Never edited. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE flows (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE, tags TEXT NOT NULL, labels TEXT NOT NULL
  ) STRICT;

  CREATE TABLE work_pools (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE, type TEXT NOT NULL, description TEXT,
    base_job_template TEXT NOT NULL, is_paused INTEGER NOT NULL, concurrency_limit INTEGER,
    storage_configuration TEXT NOT NULL, default_queue_id TEXT NOT NULL
  ) STRICT;

  CREATE TABLE work_queues (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    work_pool_id TEXT NOT NULL REFERENCES work_pools (id) ON DELETE CASCADE,
    name TEXT NOT NULL, description TEXT, is_paused INTEGER NOT NULL, concurrency_limit INTEGER,
    priority INTEGER NOT NULL, last_polled TEXT,
    UNIQUE (work_pool_id, name)
  ) STRICT;

  CREATE TABLE flow_runs (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL, name TEXT NOT NULL,
    flow_id TEXT NOT NULL REFERENCES flows (id) ON DELETE CASCADE,
    work_queue_id TEXT REFERENCES work_queues (id) ON DELETE SET NULL,
    deployment_id TEXT, flow_version TEXT, idempotency_key TEXT, parent_task_run_id TEXT,
    infrastructure_document_id TEXT, infrastructure_pid TEXT,
    parameters TEXT NOT NULL, context TEXT NOT NULL, empirical_policy TEXT NOT NULL,
    tags TEXT NOT NULL, labels TEXT NOT NULL, job_variables TEXT,
    state_id TEXT, state_type TEXT, state_name TEXT, state_timestamp TEXT,
    run_count INTEGER NOT NULL, expected_start_time TEXT, next_scheduled_start_time TEXT,
    start_time TEXT, end_time TEXT, total_run_time REAL NOT NULL,
    UNIQUE (flow_id, idempotency_key)
  ) STRICT;
  CREATE INDEX flow_runs_by_queue ON flow_runs (work_queue_id, state_type, next_scheduled_start_time);
  CREATE INDEX flow_runs_by_state ON flow_runs (state_type, state_name);
  CREATE INDEX flow_runs_by_expected_start ON flow_runs (expected_start_time);
  CREATE INDEX flow_runs_by_parent ON flow_runs (parent_task_run_id);

  CREATE TABLE flow_run_states (
    id TEXT PRIMARY KEY, flow_run_id TEXT NOT NULL REFERENCES flow_runs (id) ON DELETE CASCADE,
    type TEXT NOT NULL, name TEXT NOT NULL, timestamp TEXT NOT NULL, message TEXT,
    data TEXT, state_details TEXT NOT NULL
  ) STRICT;
  CREATE INDEX flow_run_states_by_run ON flow_run_states (flow_run_id, timestamp);

  CREATE TABLE task_runs (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL, name TEXT NOT NULL,
    flow_run_id TEXT REFERENCES flow_runs (id) ON DELETE CASCADE,
    task_key TEXT NOT NULL, dynamic_key TEXT NOT NULL, cache_key TEXT, cache_expiration TEXT, task_version TEXT,
    empirical_policy TEXT NOT NULL, tags TEXT NOT NULL, labels TEXT NOT NULL, task_inputs TEXT NOT NULL,
    state TEXT, state_id TEXT, state_type TEXT, state_name TEXT,
    run_count INTEGER NOT NULL, expected_start_time TEXT, next_scheduled_start_time TEXT,
    start_time TEXT, end_time TEXT, total_run_time REAL NOT NULL,
    UNIQUE (flow_run_id, task_key, dynamic_key)
  ) STRICT;

  CREATE TABLE logs (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, name TEXT NOT NULL, level INTEGER NOT NULL,
    message TEXT NOT NULL, timestamp TEXT NOT NULL, flow_run_id TEXT, task_run_id TEXT
  ) STRICT;
  CREATE INDEX logs_by_run ON logs (flow_run_id, timestamp);

  CREATE TABLE variables (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE, value TEXT NOT NULL, tags TEXT NOT NULL
  ) STRICT;

  CREATE TABLE block_types (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE, slug TEXT NOT NULL UNIQUE,
    logo_url TEXT, documentation_url TEXT, description TEXT, code_example TEXT, is_protected INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE block_schemas (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    block_type_id TEXT NOT NULL REFERENCES block_types (id) ON DELETE CASCADE,
    checksum TEXT NOT NULL, fields TEXT NOT NULL, capabilities TEXT NOT NULL, version TEXT NOT NULL,
    UNIQUE (checksum, version)
  ) STRICT;

  CREATE TABLE block_documents (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    block_type_id TEXT NOT NULL REFERENCES block_types (id) ON DELETE CASCADE,
    block_schema_id TEXT NOT NULL REFERENCES block_schemas (id) ON DELETE CASCADE,
    name TEXT NOT NULL, data TEXT NOT NULL, is_anonymous INTEGER NOT NULL,
    UNIQUE (block_type_id, name)
  ) STRICT;

  CREATE TABLE leases (
    flow_run_id TEXT PRIMARY KEY, host TEXT NOT NULL, process_id INTEGER NOT NULL,
    process_start_time TEXT NOT NULL, acquired_at TEXT NOT NULL, expires_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX leases_by_expiry ON leases (expires_at);

  CREATE TABLE configuration (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  `,
  `
  CREATE TABLE workers (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    work_pool_id TEXT NOT NULL REFERENCES work_pools (id) ON DELETE CASCADE,
    name TEXT NOT NULL, last_heartbeat_time TEXT NOT NULL, heartbeat_interval_seconds INTEGER,
    online_until TEXT NOT NULL,
    UNIQUE (work_pool_id, name)
  ) STRICT;
  `,
];
