-- Requests for more time, and beside the record the customer's drafts and the codes mailed to them.

create table extension (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  case_id text not null,
  notice_id text not null,
  receipt text not null unique,
  stage text not null,
  asked_at bigint not null
);
create index extension_by_notice on extension (notice_id, asked_at, id);
create index extension_by_case on extension (case_id, asked_at, id);
create index extension_by_stage on extension (stage, asked_at, id);
create trigger extension_never_deleted before delete on extension
begin select raise(abort, 'nothing is deleted'); end;
create trigger extension_never_replaced before insert on extension
when exists (select 1 from extension where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger extension_moves_forward before update on extension
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

-- What a customer has written and not sent yet, by the hash of their link.
create table draft (
  link text primary key,
  record text not null,
  saved_at bigint not null
);

-- A code is drawn when its letter leaves; of it only a slow hash is kept.
create table mail_code (
  id text primary key,
  about text not null,
  asked_at bigint not null,
  code_hash text,
  expires_at bigint not null,
  tries bigint not null,
  used_at bigint
);
create index mail_code_by_about on mail_code (about, asked_at, id);
