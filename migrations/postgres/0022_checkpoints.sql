-- How long the ledger was and what its root was, signed. The key and the memory of whoever signs lie outside of this
-- database, so that whoever rules it cannot sign another history.
create table checkpoint (
  size bigint not null,
  -- The signer's public key as others know it: name, id and key.
  signer text collate "C" not null,
  root text collate "C" not null,
  -- The signed note, byte for byte.
  note text collate "C" not null,
  signed_at bigint not null,
  primary key (size, signer)
);
create index checkpoint_by_time on checkpoint (signed_at, size);

create trigger checkpoint_never_changes before update on checkpoint
for each row execute function refuse('a checkpoint is never changed');
create trigger checkpoint_never_deleted before delete on checkpoint
for each row execute function refuse('a checkpoint is never deleted');
create trigger checkpoint_never_truncated before truncate on checkpoint
for each statement execute function refuse('a checkpoint is never deleted');

-- Since when the notary refuses to sign, and why.
create table notary_watch (
  id bigint primary key check (id = 1),
  refused_at bigint,
  why text collate "C"
);
insert into notary_watch (id) values (1);
