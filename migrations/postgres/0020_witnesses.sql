-- Who else has seen a checkpoint. The log's own signature stands in the checkpoint itself.
create table cosignature (
  size bigint not null,
  -- The log's key that signed the checkpoint.
  signer text collate "C" not null,
  -- The witness's public key as others know it: name, id and key.
  witness text collate "C" not null,
  -- The line under the note, byte for byte.
  line text collate "C" not null,
  witnessed_at bigint not null,
  primary key (size, signer, witness)
);
create index cosignature_by_witness on cosignature (witness, size);

create trigger cosignature_never_changes before update on cosignature
for each row execute function refuse('a witness''s signature is never changed');
create trigger cosignature_never_deleted before delete on cosignature
for each row execute function refuse('a witness''s signature is never deleted');
create trigger cosignature_never_truncated before truncate on cosignature
for each statement execute function refuse('a witness''s signature is never deleted');

-- What came of asking a witness last.
create table witness_watch (
  witness text collate "C" primary key,
  tried_at bigint not null,
  -- Null: it signed. Otherwise a word for why not, and what it said.
  problem text collate "C",
  said text collate "C"
);

-- Keys of the notary that took the place of others. The event with both signatures is in the ledger.
create table notary_key (
  key text collate "C" primary key,
  before text collate "C" not null,
  since bigint not null
);

create trigger notary_key_never_changes before update on notary_key
for each row execute function refuse('a key of the notary is never changed');
create trigger notary_key_never_deleted before delete on notary_key
for each row execute function refuse('a key of the notary is never deleted');
create trigger notary_key_never_truncated before truncate on notary_key
for each statement execute function refuse('a key of the notary is never deleted');
