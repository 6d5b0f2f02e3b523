-- Who else has seen a checkpoint. The log's own signature stands in the checkpoint itself.
create table cosignature (
  size bigint not null,
  -- The log's key that signed the checkpoint.
  signer text not null,
  -- The witness's public key as others know it: name, id and key.
  witness text not null,
  -- The line under the note, byte for byte.
  line text not null,
  witnessed_at bigint not null,
  primary key (size, signer, witness)
);
create index cosignature_by_witness on cosignature (witness, size);

create trigger cosignature_never_changes before update on cosignature
begin select raise(abort, 'a witness''s signature is never changed'); end;
create trigger cosignature_never_deleted before delete on cosignature
begin select raise(abort, 'a witness''s signature is never deleted'); end;
create trigger cosignature_never_replaced before insert on cosignature
when exists (select 1 from cosignature where size = new.size and signer = new.signer and witness = new.witness)
begin select raise(abort, 'a witness''s signature is never changed'); end;

-- What came of asking a witness last.
create table witness_watch (
  witness text primary key,
  tried_at bigint not null,
  -- Null: it signed. Otherwise a word for why not, and what it said.
  problem text,
  said text
);

-- Keys of the notary that took the place of others. The event with both signatures is in the ledger.
create table notary_key (
  key text primary key,
  before text not null,
  since bigint not null
);

create trigger notary_key_never_changes before update on notary_key
begin select raise(abort, 'a key of the notary is never changed'); end;
create trigger notary_key_never_deleted before delete on notary_key
begin select raise(abort, 'a key of the notary is never deleted'); end;
create trigger notary_key_never_replaced before insert on notary_key
when exists (select 1 from notary_key where key = new.key)
begin select raise(abort, 'a key of the notary is never changed'); end;
