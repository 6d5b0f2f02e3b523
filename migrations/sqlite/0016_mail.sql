-- What came in by mail about our letters, and how many letters of a notice came back without anybody having found that
-- it reached the customer all the same.

create table mail (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  number bigint not null unique,
  received_at bigint not null,
  dedupe text not null unique,
  kind text not null,
  stage text not null,
  case_id text,
  letter_id text
);
create index mail_by_stage on mail (stage, number);
create index mail_by_kind on mail (kind, number);
create index mail_by_case on mail (case_id, number);
create index mail_by_letter on mail (letter_id, number);
create trigger mail_never_deleted before delete on mail
begin select raise(abort, 'nothing is deleted'); end;
create trigger mail_never_replaced before insert on mail
when exists (select 1 from mail where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger mail_moves_forward before update on mail
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

alter table notice add column unreached bigint not null default 0;
create index notice_by_unreached on notice (case_id) where unreached > 0;

-- Beside the record: files of the watched mailbox that were read. The mailbox itself is never changed.
create table mail_seen (
  name text primary key,
  seen_at bigint not null
);
