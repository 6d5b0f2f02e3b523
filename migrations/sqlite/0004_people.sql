-- People after they joined: invitations, second factors, tastes.

create table invitation (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  hash text not null unique,
  stage text not null
);
create index invitation_by_stage on invitation (stage, id);
create trigger invitation_never_deleted before delete on invitation
begin select raise(abort, 'nothing is deleted'); end;
create trigger invitation_never_replaced before insert on invitation
when exists (select 1 from invitation where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger invitation_moves_forward before update on invitation
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

-- When somebody was last seen: sessions go, this stays.
alter table credential add column seen_at bigint not null default 0;

-- What makes the codes of somebody's app. `pending` is shown to them and not in use until its first code was right.
create table second_factor (
  person_id text primary key,
  secret text,
  -- The thirty seconds of the last right code: neither they nor any before them come again.
  last_step bigint not null,
  pending text,
  pending_at bigint not null,
  failures bigint not null,
  blocked_until bigint not null
);

create table recovery_code (
  hash text primary key,
  person_id text not null,
  used_at bigint
);
create index recovery_code_by_person on recovery_code (person_id, hash);

create table taste (
  person_id text primary key,
  zone text not null,
  language text not null,
  theme text not null,
  density text not null,
  single_keys text not null
);

-- What stands in the place of `{link}` in a letter that waits in the outbox. The record never holds it, or whoever
-- may read the ledger could take the place that the letter offers to somebody else.
create table letter_link (
  letter_id text primary key,
  link text not null
);
