-- What came in by mail about our letters, and how many letters of a notice came back without anybody having found that
-- it reached the customer all the same.

create table mail (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  number bigint not null unique,
  received_at bigint not null,
  dedupe text collate "C" not null unique,
  kind text collate "C" not null,
  stage text collate "C" not null,
  case_id text collate "C",
  letter_id text collate "C"
);
create index mail_by_stage on mail (stage, number);
create index mail_by_kind on mail (kind, number);
create index mail_by_case on mail (case_id, number);
create index mail_by_letter on mail (letter_id, number);
create trigger mail_never_deleted before delete on mail
for each row execute function refuse('nothing is deleted');
create trigger mail_never_truncated before truncate on mail
for each statement execute function refuse('nothing is deleted');
create trigger mail_moves_forward before update on mail
for each row execute function noun_moves_forward();

alter table notice add column unreached bigint not null default 0;
create index notice_by_unreached on notice (case_id) where unreached > 0;

-- Beside the record: files of the watched mailbox that were read. The mailbox itself is never changed.
create table mail_seen (
  name text collate "C" primary key,
  seen_at bigint not null
);
