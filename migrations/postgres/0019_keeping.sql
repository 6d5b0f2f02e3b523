-- Holds over a period and over the whole desk, rules for how long things are kept, what was destroyed under them, and
-- people who were erased. Without a customer a hold covers every case; its instants say from when to when.
alter table litigation_hold add column from_at bigint;
alter table litigation_hold add column to_at bigint;

create table retention_rule (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  rule text collate "C" not null,
  edition bigint not null
);
create trigger retention_rule_never_deleted before delete on retention_rule
for each row execute function refuse('nothing is deleted');
create trigger retention_rule_never_truncated before truncate on retention_rule
for each statement execute function refuse('nothing is deleted');
create trigger retention_rule_moves_forward before update on retention_rule
for each row execute function noun_moves_forward();

create table disposal (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  number bigint not null unique,
  rule text collate "C" not null,
  stage text collate "C" not null
);
create trigger disposal_never_deleted before delete on disposal
for each row execute function refuse('nothing is deleted');
create trigger disposal_never_truncated before truncate on disposal
for each statement execute function refuse('nothing is deleted');
create trigger disposal_moves_forward before update on disposal
for each row execute function noun_moves_forward();

create table erasure (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  number bigint not null unique,
  kind text collate "C" not null,
  subject text collate "C" not null,
  stage text collate "C" not null
);
create trigger erasure_never_deleted before delete on erasure
for each row execute function refuse('nothing is deleted');
create trigger erasure_never_truncated before truncate on erasure
for each statement execute function refuse('nothing is deleted');
create trigger erasure_moves_forward before update on erasure
for each row execute function noun_moves_forward();

create unique index retention_rule_by_edition on retention_rule (rule, edition);
create index disposal_by_stage on disposal (stage, number);
create index erasure_by_subject on erasure (kind, subject, number);

-- What went: which bytes or which personal value, what they belonged to, and by which entry. Nothing leaves the vault or
-- the evidence without its row here, and no row comes here that a hold covers.
create table destroyed (
  what text collate "C" not null check (what in ('bytes', 'value')),
  -- The SHA-256 of the bytes, or the commitment of the value, in hex.
  piece text collate "C" not null,
  -- What it belonged to: "complaint/<id>".
  noun text collate "C" not null,
  rule text collate "C" not null,
  case_id text collate "C",
  customer_id text collate "C",
  -- When what it belonged to came in.
  from_at bigint not null,
  event_id text collate "C" not null,
  at bigint not null,
  primary key (what, piece, noun, event_id)
);
create index destroyed_by_noun on destroyed (noun, rule);
create index destroyed_by_event on destroyed (event_id);

-- Which entries brought what a noun is made of: bytes, and personal values. Beside the record; it follows the ledger.
create table belonging (
  noun text collate "C" not null,
  seq bigint not null,
  event_id text collate "C" not null,
  sha256 text collate "C" not null,
  at bigint not null,
  primary key (noun, seq, sha256)
);
create index belonging_by_bytes on belonging (sha256, noun);
create index belonging_by_event on belonging (event_id);
create table belonging_head (
  id bigint primary key check (id = 1),
  seq bigint not null
);
insert into belonging_head (id, seq) values (1, 0);

-- Bytes that were destroyed leave their row behind.
alter table evidence add column gone_at bigint;
create index evidence_by_gone on evidence (gone_at) where gone_at is not null;

create function destroyed_under_a_hold() returns trigger language plpgsql as $$
begin
  if exists (select 1 from litigation_hold h where h.stage <> 'released' and (
      (h.case_id is not null and h.case_id = new.case_id)
      or (h.case_id is null and h.customer_id <> '' and h.customer_id = new.customer_id)
      or (h.customer_id = '' and coalesce(h.from_at, new.from_at) <= new.from_at and coalesce(h.to_at, new.from_at) >= new.from_at)
      or (new.noun like 'person/%' and h.facts like '%"custodian":"' || substr(new.noun, 8) || '"%'))) then
    raise exception 'a litigation hold covers this';
  end if;
  return new;
end $$;
create trigger destroyed_under_a_hold before insert on destroyed
for each row execute function destroyed_under_a_hold();
create trigger destroyed_never_changes before update on destroyed
for each row execute function refuse('what was destroyed stays destroyed');
create trigger destroyed_never_deleted before delete on destroyed
for each row execute function refuse('what was destroyed stays destroyed');
create trigger destroyed_never_truncated before truncate on destroyed
for each statement execute function refuse('what was destroyed stays destroyed');

-- Whatever the row of the desk says: the entry itself tells its case, its customer and its instant.
create function vault_under_a_hold() returns trigger language plpgsql as $$
begin
  if old.value is null or new.value is not null then
    return new;
  end if;
  if not exists (select 1 from destroyed where what = 'value' and piece = encode(old.commitment, 'hex')) then
    raise exception 'a personal value is erased by an entry alone';
  end if;
  if exists (
    select 1 from event e left join cases c on c.id = e.case_id
    where e.event_id = old.event_id and exists (select 1 from litigation_hold h where h.stage <> 'released' and (
        (h.case_id is not null and h.case_id = e.case_id)
        or (h.case_id is null and h.customer_id <> '' and h.customer_id = c.customer_id)
        or (h.customer_id = '' and coalesce(h.from_at, e.at) <= e.at and coalesce(h.to_at, e.at) >= e.at)))) then
    raise exception 'a litigation hold covers this';
  end if;
  return new;
end $$;
create trigger vault_under_a_hold before update on vault
for each row execute function vault_under_a_hold();

create function evidence_never_changes() returns trigger language plpgsql as $$
begin
  if new.sha256 <> old.sha256 or new.size <> old.size
    or (old.gone_at is null and (new.gone_at is null or new.bytes is not null)) then
    raise exception 'evidence never changes';
  end if;
  if old.gone_at is null and (
    not exists (select 1 from destroyed where what = 'bytes' and piece = old.sha256)
    or exists (select 1 from belonging b where b.sha256 = old.sha256
      and not exists (select 1 from destroyed d where d.what = 'bytes' and d.piece = b.sha256 and d.noun = b.noun and d.at >= b.at))) then
    raise exception 'bytes are destroyed by an entry alone, once nothing else needs them';
  end if;
  return new;
end $$;
create trigger evidence_never_changes before update on evidence
for each row execute function evidence_never_changes();
create trigger evidence_never_deleted before delete on evidence
for each row execute function refuse('evidence is destroyed, its row stays');
create trigger evidence_never_truncated before truncate on evidence
for each statement execute function refuse('evidence is destroyed, its row stays');
