-- Weighing and deciding: interim measures, appeals, litigation holds, requests about data; and what is read to lay
-- like cases beside each other.

create table interim (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  number bigint not null unique,
  case_id text not null,
  customer_id text not null,
  asset_id text not null,
  stage text not null,
  lapses_at bigint not null
);

create table appeal (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  number bigint not null unique,
  receipt text not null unique,
  case_id text not null,
  decision_id text not null,
  stage text not null,
  due_at bigint not null
);

create table litigation_hold (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  number bigint not null unique,
  customer_id text not null,
  case_id text,
  stage text not null
);

create table data_request (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  case_id text not null,
  decision_id text not null,
  stage text not null,
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
begin select raise(abort, 'nothing is deleted'); end;
create trigger interim_never_replaced before insert on interim
when exists (select 1 from interim where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger interim_moves_forward before update on interim
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create trigger appeal_never_deleted before delete on appeal
begin select raise(abort, 'nothing is deleted'); end;
create trigger appeal_never_replaced before insert on appeal
when exists (select 1 from appeal where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger appeal_moves_forward before update on appeal
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create trigger litigation_hold_never_deleted before delete on litigation_hold
begin select raise(abort, 'nothing is deleted'); end;
create trigger litigation_hold_never_replaced before insert on litigation_hold
when exists (select 1 from litigation_hold where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger litigation_hold_moves_forward before update on litigation_hold
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create trigger data_request_never_deleted before delete on data_request
begin select raise(abort, 'nothing is deleted'); end;
create trigger data_request_never_replaced before insert on data_request
when exists (select 1 from data_request where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger data_request_moves_forward before update on data_request
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;
