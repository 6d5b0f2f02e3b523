-- Triage, cases put in order, saved views, and search over all text.

create table passing (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  customer_id text not null,
  stage text not null,
  planned_at bigint not null
);
create index passing_by_customer on passing (customer_id, planned_at, id);
create trigger passing_never_deleted before delete on passing
begin select raise(abort, 'nothing is deleted'); end;
create trigger passing_never_replaced before insert on passing
when exists (select 1 from passing where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger passing_moves_forward before update on passing
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

alter table cases add column snoozed_until bigint;
alter table cases add column tags text not null default '';

-- What a team works on is few beside what it has closed, so the lists of open cases have small indexes of their own.
create index cases_open on cases (opened_at, id) where stage <> 'closed';
create index cases_open_by_owner on cases (owner_id, opened_at, id) where stage <> 'closed';
create index cases_open_by_due on cases (next_due, id) where stage <> 'closed';
create index cases_snoozed on cases (snoozed_until, id) where snoozed_until is not null;
create index complaint_by_stage_received on complaint (stage, received_at, id);
create index cases_closed on cases (opened_at, id) where stage = 'closed';

-- Beside the record: the lists that people keep coming back to.
create table saved_view (
  id text primary key,
  owner_id text not null,
  shared bigint not null,
  page text not null,
  name text not null,
  query text not null,
  made_at bigint not null
);
create index saved_view_by_page on saved_view (page, made_at, id);

-- Search. A row for each event that holds text; its words stand in the index and nowhere else, the text itself is read
-- from the event and the vault. So whoever is erased there is erased here by taking the words of their events out.
create table search_entry (
  id integer primary key,
  event_id text not null unique,
  kind text not null,
  noun_id text not null,
  case_id text,
  customer_id text
);
create index search_entry_by_noun on search_entry (noun_id, id);
create index search_entry_by_customer on search_entry (customer_id, id);
create virtual table search_words using fts5(
  words, content='', contentless_delete=1, detail=none, prefix='3', tokenize="ascii tokenchars '._-@:/'"
);

-- How far events from before this table have been read into it.
create table search_progress (
  id bigint primary key check (id = 1),
  done_to bigint not null,
  old_to bigint not null
);
insert into search_progress (id, done_to, old_to) select 1, 0, size from ledger_head where id = 1;
