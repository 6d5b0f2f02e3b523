-- Words that grow with the product (stages, outcomes, kinds of timers) are no longer listed in the database:
-- the program reads a row with an unknown word as damaged, and `verify` names it. Lists that do not grow stay.
-- SQLite cannot drop a check, so the tables are laid anew with what they hold.

create table asset_new (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  customer_id text not null,
  kind text not null,
  lookup text not null,
  from_at bigint not null,
  to_at bigint
);
insert into asset_new (id, version, facts, customer_id, kind, lookup, from_at, to_at) select id, version, facts, customer_id, kind, lookup, from_at, to_at from asset;
drop table asset;
alter table asset_new rename to asset;
create index asset_by_lookup on asset (lookup, from_at);
create index asset_by_customer on asset (customer_id, id);
create trigger asset_never_deleted before delete on asset
begin select raise(abort, 'nothing is deleted'); end;
create trigger asset_never_replaced before insert on asset
when exists (select 1 from asset where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger asset_moves_forward before update on asset
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create table complaint_new (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  number bigint not null unique,
  received_at bigint not null,
  channel text not null,
  category text not null,
  severity bigint not null check (severity between 1 and 3),
  customer_id text,
  case_id text,
  stage text not null,
  react_by bigint not null,
  dedupe text not null unique
);
insert into complaint_new (id, version, facts, number, received_at, channel, category, severity, customer_id, case_id, stage, react_by, dedupe) select id, version, facts, number, received_at, channel, category, severity, customer_id, case_id, stage, react_by, dedupe from complaint;
drop table complaint;
alter table complaint_new rename to complaint;
create index complaint_by_stage on complaint (stage, react_by, id);
create index complaint_by_case on complaint (case_id, number);
create index complaint_by_customer on complaint (customer_id, number);
create index complaint_by_received on complaint (received_at, id);
create trigger complaint_never_deleted before delete on complaint
begin select raise(abort, 'nothing is deleted'); end;
create trigger complaint_never_replaced before insert on complaint
when exists (select 1 from complaint where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger complaint_moves_forward before update on complaint
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create table cases_new (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  number text not null unique,
  customer_id text not null,
  category text not null,
  severity bigint not null check (severity between 1 and 3),
  owner_id text,
  stage text not null,
  opened_at bigint not null,
  next_due bigint,
  -- Taken first by every command on a case, so that two commands never interleave. Not part of the record.
  lock_no bigint not null default 0
);
insert into cases_new (id, version, facts, number, customer_id, category, severity, owner_id, stage, opened_at, next_due, lock_no) select id, version, facts, number, customer_id, category, severity, owner_id, stage, opened_at, next_due, lock_no from cases;
drop table cases;
alter table cases_new rename to cases;
create index cases_by_stage on cases (stage, next_due, id);
create index cases_by_opened on cases (opened_at, id);
create index cases_by_customer on cases (customer_id, opened_at, id);
create trigger cases_never_deleted before delete on cases
begin select raise(abort, 'nothing is deleted'); end;
create trigger cases_never_replaced before insert on cases
when exists (select 1 from cases where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger cases_moves_forward before update on cases
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create table notice_new (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  case_id text not null,
  number bigint not null,
  code text not null unique,
  stage text not null,
  due_at bigint not null
);
insert into notice_new (id, version, facts, case_id, number, code, stage, due_at) select id, version, facts, case_id, number, code, stage, due_at from notice;
drop table notice;
alter table notice_new rename to notice;
create index notice_by_case on notice (case_id, number);
create trigger notice_never_deleted before delete on notice
begin select raise(abort, 'nothing is deleted'); end;
create trigger notice_never_replaced before insert on notice
when exists (select 1 from notice where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger notice_moves_forward before update on notice
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create table decision_new (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  case_id text not null,
  customer_id text not null,
  number bigint not null,
  outcome text not null,
  stage text not null,
  effective_at bigint not null
);
insert into decision_new (id, version, facts, case_id, customer_id, number, outcome, stage, effective_at) select id, version, facts, case_id, customer_id, number, outcome, stage, effective_at from decision;
drop table decision;
alter table decision_new rename to decision;
create index decision_by_case on decision (case_id, number);
create index decision_by_effective on decision (effective_at, id);
create trigger decision_never_deleted before delete on decision
begin select raise(abort, 'nothing is deleted'); end;
create trigger decision_never_replaced before insert on decision
when exists (select 1 from decision where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger decision_moves_forward before update on decision
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create table letter_new (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  case_id text,
  stage text not null,
  queued_at bigint not null
);
insert into letter_new (id, version, facts, case_id, stage, queued_at) select id, version, facts, case_id, stage, queued_at from letter;
drop table letter;
alter table letter_new rename to letter;
create index letter_by_stage on letter (stage, queued_at, id);
create index letter_by_case on letter (case_id, queued_at);
create trigger letter_never_deleted before delete on letter
begin select raise(abort, 'nothing is deleted'); end;
create trigger letter_never_replaced before insert on letter
when exists (select 1 from letter where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger letter_moves_forward before update on letter
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create table instruction_new (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  number bigint not null unique,
  case_id text not null,
  decision_id text not null,
  stage text not null
);
insert into instruction_new (id, version, facts, number, case_id, decision_id, stage) select id, version, facts, number, case_id, decision_id, stage from instruction;
drop table instruction;
alter table instruction_new rename to instruction;
create index instruction_by_case on instruction (case_id, number);
create index instruction_by_stage on instruction (stage, number);
create trigger instruction_never_deleted before delete on instruction
begin select raise(abort, 'nothing is deleted'); end;
create trigger instruction_never_replaced before insert on instruction
when exists (select 1 from instruction where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger instruction_moves_forward before update on instruction
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create table timer_new (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  kind text not null,
  subject text not null,
  case_id text not null,
  due_at bigint not null,
  stage text not null
);
insert into timer_new (id, version, facts, kind, subject, case_id, due_at, stage) select id, version, facts, kind, subject, case_id, due_at, stage from timer;
drop table timer;
alter table timer_new rename to timer;
create index timer_by_due on timer (stage, due_at, id);
create trigger timer_never_deleted before delete on timer
begin select raise(abort, 'nothing is deleted'); end;
create trigger timer_never_replaced before insert on timer
when exists (select 1 from timer where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger timer_moves_forward before update on timer
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;
