-- Requests for more time, and beside the record the customer's drafts and the codes mailed to them.

create table extension (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  case_id text collate "C" not null,
  notice_id text collate "C" not null,
  receipt text collate "C" not null unique,
  stage text collate "C" not null,
  asked_at bigint not null
);
create index extension_by_notice on extension (notice_id, asked_at, id);
create index extension_by_case on extension (case_id, asked_at, id);
create index extension_by_stage on extension (stage, asked_at, id);
create trigger extension_never_deleted before delete on extension
for each row execute function refuse('nothing is deleted');
create trigger extension_never_truncated before truncate on extension
for each statement execute function refuse('nothing is deleted');
create trigger extension_moves_forward before update on extension
for each row execute function noun_moves_forward();

-- What a customer has written and not sent yet, by the hash of their link.
create table draft (
  link text collate "C" primary key,
  record text collate "C" not null,
  saved_at bigint not null
);

-- A code is drawn when its letter leaves; of it only a slow hash is kept.
create table mail_code (
  id text collate "C" primary key,
  about text collate "C" not null,
  asked_at bigint not null,
  code_hash text collate "C",
  expires_at bigint not null,
  tries bigint not null,
  used_at bigint
);
create index mail_code_by_about on mail_code (about, asked_at, id);
