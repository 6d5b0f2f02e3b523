-- Holds over a period and over the whole desk, rules for how long things are kept, what was destroyed under them, and
-- people who were erased. Without a customer a hold covers every case; its instants say from when to when.
alter table litigation_hold add column from_at bigint;
alter table litigation_hold add column to_at bigint;

create table retention_rule (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  rule text not null,
  edition bigint not null
);
create trigger retention_rule_never_deleted before delete on retention_rule
begin select raise(abort, 'nothing is deleted'); end;
create trigger retention_rule_never_replaced before insert on retention_rule
when exists (select 1 from retention_rule where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger retention_rule_moves_forward before update on retention_rule
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create table disposal (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  number bigint not null unique,
  rule text not null,
  stage text not null
);
create trigger disposal_never_deleted before delete on disposal
begin select raise(abort, 'nothing is deleted'); end;
create trigger disposal_never_replaced before insert on disposal
when exists (select 1 from disposal where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger disposal_moves_forward before update on disposal
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create table erasure (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  number bigint not null unique,
  kind text not null,
  subject text not null,
  stage text not null
);
create trigger erasure_never_deleted before delete on erasure
begin select raise(abort, 'nothing is deleted'); end;
create trigger erasure_never_replaced before insert on erasure
when exists (select 1 from erasure where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger erasure_moves_forward before update on erasure
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create unique index retention_rule_by_edition on retention_rule (rule, edition);
create index disposal_by_stage on disposal (stage, number);
create index erasure_by_subject on erasure (kind, subject, number);

-- What went: which bytes or which personal value, what they belonged to, and by which entry. Nothing leaves the vault or
-- the evidence without its row here, and no row comes here that a hold covers.
create table destroyed (
  what text not null check (what in ('bytes', 'value')),
  -- The SHA-256 of the bytes, or the commitment of the value, in hex.
  piece text not null,
  -- What it belonged to: "complaint/<id>".
  noun text not null,
  rule text not null,
  case_id text,
  customer_id text,
  -- When what it belonged to came in.
  from_at bigint not null,
  event_id text not null,
  at bigint not null,
  primary key (what, piece, noun, event_id)
);
create index destroyed_by_noun on destroyed (noun, rule);
create index destroyed_by_event on destroyed (event_id);

-- Which entries brought what a noun is made of: bytes, and personal values. Beside the record; it follows the ledger.
create table belonging (
  noun text not null,
  seq bigint not null,
  event_id text not null,
  sha256 text not null,
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

create trigger destroyed_under_a_hold before insert on destroyed
when exists (select 1 from litigation_hold h where h.stage <> 'released' and (
    (h.case_id is not null and h.case_id = new.case_id)
    or (h.case_id is null and h.customer_id <> '' and h.customer_id = new.customer_id)
    or (h.customer_id = '' and coalesce(h.from_at, new.from_at) <= new.from_at and coalesce(h.to_at, new.from_at) >= new.from_at)
    or (new.noun like 'person/%' and h.facts like '%"custodian":"' || substr(new.noun, 8) || '"%')))
begin select raise(abort, 'a litigation hold covers this'); end;
create trigger destroyed_never_changes before update on destroyed
begin select raise(abort, 'what was destroyed stays destroyed'); end;
create trigger destroyed_never_deleted before delete on destroyed
begin select raise(abort, 'what was destroyed stays destroyed'); end;
create trigger destroyed_never_replaced before insert on destroyed
when exists (select 1 from destroyed
  where what = new.what and piece = new.piece and noun = new.noun and event_id = new.event_id)
begin select raise(abort, 'what was destroyed stays destroyed'); end;

create trigger vault_erased_by_an_entry before update on vault
when old.value is not null and new.value is null
  and not exists (select 1 from destroyed where what = 'value' and piece = lower(hex(old.commitment)))
begin select raise(abort, 'a personal value is erased by an entry alone'); end;
-- Whatever the row of the desk says: the entry itself tells its case, its customer and its instant.
create trigger vault_under_a_hold before update on vault
when old.value is not null and new.value is null and exists (
  select 1 from event e left join cases c on c.id = e.case_id
  where e.event_id = old.event_id and exists (select 1 from litigation_hold h where h.stage <> 'released' and (
      (h.case_id is not null and h.case_id = e.case_id)
      or (h.case_id is null and h.customer_id <> '' and h.customer_id = c.customer_id)
      or (h.customer_id = '' and coalesce(h.from_at, e.at) <= e.at and coalesce(h.to_at, e.at) >= e.at))))
begin select raise(abort, 'a litigation hold covers this'); end;

create trigger evidence_never_deleted before delete on evidence
begin select raise(abort, 'evidence is destroyed, its row stays'); end;
create trigger evidence_never_changes before update on evidence
when new.sha256 <> old.sha256 or new.size <> old.size
  or (old.gone_at is null and (new.gone_at is null or new.bytes is not null))
begin select raise(abort, 'evidence never changes'); end;
create trigger evidence_destroyed_by_an_entry before update on evidence
when old.gone_at is null and (
  not exists (select 1 from destroyed where what = 'bytes' and piece = old.sha256)
  or exists (select 1 from belonging b where b.sha256 = old.sha256
    and not exists (select 1 from destroyed d where d.what = 'bytes' and d.piece = b.sha256 and d.noun = b.noun and d.at >= b.at)))
begin select raise(abort, 'bytes are destroyed by an entry alone, once nothing else needs them'); end;
-- The same bytes again are no change: what is there stays, whatever the insert would do about it.
create trigger evidence_never_replaced before insert on evidence
when exists (select 1 from evidence where sha256 = new.sha256 and gone_at is null)
begin select raise(ignore); end;
