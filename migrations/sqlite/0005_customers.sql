-- What a reporter sees of a complaint, by a link of which only the hash is kept.
create table reporter_link (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  complaint_id text not null,
  stage text not null,
  made_at bigint not null
);
create index reporter_link_by_complaint on reporter_link (complaint_id, id);
create index reporter_link_by_stage on reporter_link (stage, made_at, id);
create index decision_by_customer on decision (customer_id, id);

-- Beside the record: whoever writes about a name (a prefix, a clause) takes its turn first.
create table turn (
  name text primary key,
  taken bigint not null
);

-- Beside the record: lists that were uploaded and not read in yet, or are being read in.
create table import_list (
  id text primary key,
  person_id text not null,
  made_at bigint not null,
  name text not null,
  sha256 text not null,
  stage text not null,
  total bigint not null,
  done bigint not null,
  report text not null
);
create index import_list_by_made on import_list (made_at, id);

create trigger reporter_link_never_deleted before delete on reporter_link
begin select raise(abort, 'nothing is deleted'); end;
create trigger reporter_link_never_replaced before insert on reporter_link
when exists (select 1 from reporter_link where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger reporter_link_moves_forward before update on reporter_link
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;
