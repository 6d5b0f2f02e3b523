-- The record. Instants are whole microseconds since 1970 in UTC, ids and hashes of rows are text,
-- so that both databases hold the same and an auditor can read it.

-- Every event, in order, as the exact bytes that were hashed.
create table event (
  seq bigint primary key check (seq > 0),
  event_id text collate "C" not null unique,
  at bigint not null,
  actor text collate "C" not null,
  case_id text collate "C",
  kind text collate "C" not null,
  command_id text collate "C" not null,
  leaf bytea not null,
  leaf_hash bytea not null
);
create index event_by_case on event (case_id, seq);
create index event_by_command on event (command_id, seq);
create index event_by_kind on event (kind, seq);

-- One row: how many events there are, and the frontier of their Merkle tree.
create table ledger_head (
  id bigint primary key check (id = 1),
  size bigint not null check (size >= 0),
  frontier bytea not null
);

-- Which intentions were carried out, so that a repeat gets the same receipt.
create table command (
  command_id text collate "C" primary key,
  content_hash text collate "C" not null,
  at bigint not null
);

-- Personal values and their salts. The ledger holds only what commits to them.
create table vault (
  commitment bytea primary key,
  salt bytea,
  value text collate "C",
  event_id text collate "C" not null,
  path text collate "C" not null,
  erased_at bigint,
  check ((erased_at is null) = (value is not null))
);
create index vault_by_event on vault (event_id);

-- Evidence by its SHA-256: small bytes here, larger ones in files beside the database.
create table evidence (
  sha256 text collate "C" primary key,
  size bigint not null,
  bytes bytea,
  kept_at bigint not null
);

create table counter (
  name text collate "C" primary key,
  value bigint not null
);

-- The nouns. `facts` is the whole noun as JSON with commitments in place of personal values; the other
-- columns repeat what is searched for. Replaying the events gives back every row of these tables.

create table person (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  role text collate "C" not null check (role in ('analyst','lead','counsel','auditor','admin')),
  disabled bigint not null check (disabled in (0, 1))
);

create table token (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  hash text collate "C" not null unique
);

create table clause (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  code text collate "C" not null,
  edition text collate "C" not null,
  category text collate "C" not null
);

create table customer (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  handle text collate "C" not null unique,
  account text collate "C" not null
);

create table asset (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  customer_id text collate "C" not null,
  kind text collate "C" not null check (kind in ('prefix','domain','service')),
  lookup text collate "C" not null,
  from_at bigint not null,
  to_at bigint
);

create table complaint (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  number bigint not null unique,
  received_at bigint not null,
  channel text collate "C" not null check (channel in ('desk','public','api','mail')),
  category text collate "C" not null,
  severity bigint not null check (severity between 1 and 3),
  customer_id text collate "C",
  case_id text collate "C",
  stage text collate "C" not null check (stage in ('new','in_case','rejected')),
  react_by bigint not null,
  dedupe text collate "C" not null unique
);

create table cases (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  number text collate "C" not null unique,
  customer_id text collate "C" not null,
  category text collate "C" not null,
  severity bigint not null check (severity between 1 and 3),
  owner_id text collate "C",
  stage text collate "C" not null check (stage in ('open','notice_leaving','notice_running','answered','weighed','overdue','proposed','scheduled','needs_person','in_force','closed')),
  opened_at bigint not null,
  next_due bigint,
  -- Taken first by every command on a case, so that two commands never interleave. Not part of the record.
  lock_no bigint not null default 0
);

create table notice (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  case_id text collate "C" not null,
  number bigint not null,
  code text collate "C" not null unique,
  stage text collate "C" not null check (stage in ('leaving','undone','sent','withdrawn')),
  due_at bigint not null
);

create table link (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  notice_id text collate "C" not null
);

create table answer (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  notice_id text collate "C" not null,
  case_id text collate "C" not null,
  receipt text collate "C" not null unique,
  received_at bigint not null
);

create table decision (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  case_id text collate "C" not null,
  customer_id text collate "C" not null,
  number bigint not null,
  outcome text collate "C" not null check (outcome in ('no_action','warning','plan_accepted','partial_suspension','suspension','reinstatement')),
  stage text collate "C" not null check (stage in ('proposed','approved','withdrawn','stopped','missed','in_force','lifted')),
  effective_at bigint not null
);

create table letter (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  case_id text collate "C",
  stage text collate "C" not null check (stage in ('queued','accepted','failed')),
  queued_at bigint not null
);

create table instruction (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  number bigint not null unique,
  case_id text collate "C" not null,
  decision_id text collate "C" not null,
  stage text collate "C" not null check (stage in ('waiting','done_by_program','done_by_hand','given_up'))
);

create table timer (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  kind text collate "C" not null check (kind in ('leave','deadline','effect','instruct')),
  subject text collate "C" not null,
  case_id text collate "C" not null,
  due_at bigint not null,
  stage text collate "C" not null check (stage in ('armed','fired','cancelled'))
);

create index asset_by_lookup on asset (lookup, from_at);
create index asset_by_customer on asset (customer_id, id);
create index complaint_by_stage on complaint (stage, react_by, id);
create index complaint_by_case on complaint (case_id, number);
create index complaint_by_customer on complaint (customer_id, number);
create index complaint_by_received on complaint (received_at, id);
create index cases_by_stage on cases (stage, next_due, id);
create index cases_by_opened on cases (opened_at, id);
create index cases_by_customer on cases (customer_id, opened_at, id);
create index notice_by_case on notice (case_id, number);
create index link_by_notice on link (notice_id, id);
create index answer_by_notice on answer (notice_id, received_at);
create index answer_by_case on answer (case_id, received_at);
create index decision_by_case on decision (case_id, number);
create index decision_by_effective on decision (effective_at, id);
create index letter_by_stage on letter (stage, queued_at, id);
create index letter_by_case on letter (case_id, queued_at);
create index instruction_by_case on instruction (case_id, number);
create index instruction_by_stage on instruction (stage, number);
create index timer_by_due on timer (stage, due_at, id);
create index clause_by_code on clause (code, edition);

-- What lies beside the record: it holds secrets or changes with every page, and no event depends on it.

create table credential (
  person_id text collate "C" primary key,
  email_folded text collate "C" not null unique,
  password_hash text collate "C",
  failures bigint not null,
  blocked_until bigint not null
);

-- A session's cookie is a secret, so only its SHA-256 is here.
create table session (
  id text collate "C" primary key,
  person_id text collate "C",
  record text collate "C" not null,
  made_at bigint not null,
  seen_at bigint not null,
  expires_at bigint not null
);
create index session_by_person on session (person_id, id);

create table setup_link (
  hash text collate "C" primary key,
  made_at bigint not null,
  expires_at bigint not null,
  used_at bigint
);

-- Who opened what. Opening a page proves nothing: mail scanners open links too.
create table read_log (
  id text collate "C" primary key,
  at bigint not null,
  actor text collate "C" not null,
  what text collate "C" not null
);
create index read_log_by_what on read_log (what, at);

insert into ledger_head (id, size, frontier) values (1, 0, ''::bytea);
