-- People after they joined: invitations, second factors, tastes.

create table invitation (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  hash text collate "C" not null unique,
  stage text collate "C" not null
);
create index invitation_by_stage on invitation (stage, id);
create trigger invitation_never_deleted before delete on invitation
for each row execute function refuse('nothing is deleted');
create trigger invitation_never_truncated before truncate on invitation
for each statement execute function refuse('nothing is deleted');
create trigger invitation_moves_forward before update on invitation
for each row execute function noun_moves_forward();

-- When somebody was last seen: sessions go, this stays.
alter table credential add column seen_at bigint not null default 0;

-- What makes the codes of somebody's app. `pending` is shown to them and not in use until its first code was right.
create table second_factor (
  person_id text collate "C" primary key,
  secret text collate "C",
  -- The thirty seconds of the last right code: neither they nor any before them come again.
  last_step bigint not null,
  pending text collate "C",
  pending_at bigint not null,
  failures bigint not null,
  blocked_until bigint not null
);

create table recovery_code (
  hash text collate "C" primary key,
  person_id text collate "C" not null,
  used_at bigint
);
create index recovery_code_by_person on recovery_code (person_id, hash);

create table taste (
  person_id text collate "C" primary key,
  zone text collate "C" not null,
  language text collate "C" not null,
  theme text collate "C" not null,
  density text collate "C" not null,
  single_keys text collate "C" not null
);

-- What stands in the place of `{link}` in a letter that waits in the outbox. The record never holds it, or whoever
-- may read the ledger could take the place that the letter offers to somebody else.
create table letter_link (
  letter_id text collate "C" primary key,
  link text collate "C" not null
);
