-- Weighing and deciding: interim measures, appeals, litigation holds, requests about data; and what is read to lay
-- like cases beside each other.

create table interim (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  number bigint not null unique,
  case_id text collate "C" not null,
  customer_id text collate "C" not null,
  asset_id text collate "C" not null,
  stage text collate "C" not null,
  lapses_at bigint not null
);

create table appeal (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  number bigint not null unique,
  receipt text collate "C" not null unique,
  case_id text collate "C" not null,
  decision_id text collate "C" not null,
  stage text collate "C" not null,
  due_at bigint not null
);

create table litigation_hold (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  number bigint not null unique,
  customer_id text collate "C" not null,
  case_id text collate "C",
  stage text collate "C" not null
);

create table data_request (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  case_id text collate "C" not null,
  decision_id text collate "C" not null,
  stage text collate "C" not null,
  asked_at bigint not null
);

create index interim_by_stage on interim (stage, lapses_at, id);
create index interim_by_case on interim (case_id, number);
create index interim_by_asset on interim (asset_id, number);
create index appeal_by_stage on appeal (stage, due_at, id);
create index appeal_by_case on appeal (case_id, number);
create index litigation_hold_by_customer on litigation_hold (customer_id, number);
create index data_request_by_case on data_request (case_id, asked_at, id);
create index data_request_by_stage on data_request (stage, asked_at, id);
create index cases_by_likeness on cases (category, severity, opened_at, id);
create index complaint_by_likeness on complaint (category, severity, stage, id);

create trigger interim_never_deleted before delete on interim
for each row execute function refuse('nothing is deleted');
create trigger interim_never_truncated before truncate on interim
for each statement execute function refuse('nothing is deleted');
create trigger interim_moves_forward before update on interim
for each row execute function noun_moves_forward();

create trigger appeal_never_deleted before delete on appeal
for each row execute function refuse('nothing is deleted');
create trigger appeal_never_truncated before truncate on appeal
for each statement execute function refuse('nothing is deleted');
create trigger appeal_moves_forward before update on appeal
for each row execute function noun_moves_forward();

create trigger litigation_hold_never_deleted before delete on litigation_hold
for each row execute function refuse('nothing is deleted');
create trigger litigation_hold_never_truncated before truncate on litigation_hold
for each statement execute function refuse('nothing is deleted');
create trigger litigation_hold_moves_forward before update on litigation_hold
for each row execute function noun_moves_forward();

create trigger data_request_never_deleted before delete on data_request
for each row execute function refuse('nothing is deleted');
create trigger data_request_never_truncated before truncate on data_request
for each statement execute function refuse('nothing is deleted');
create trigger data_request_moves_forward before update on data_request
for each row execute function noun_moves_forward();
