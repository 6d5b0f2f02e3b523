-- What a reporter sees of a complaint, by a link of which only the hash is kept.
create table reporter_link (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  complaint_id text collate "C" not null,
  stage text collate "C" not null,
  made_at bigint not null
);
create index reporter_link_by_complaint on reporter_link (complaint_id, id);
create index reporter_link_by_stage on reporter_link (stage, made_at, id);
create index decision_by_customer on decision (customer_id, id);

-- Beside the record: whoever writes about a name (a prefix, a clause) takes its turn first.
create table turn (
  name text collate "C" primary key,
  taken bigint not null
);

-- Beside the record: lists that were uploaded and not read in yet, or are being read in.
create table import_list (
  id text collate "C" primary key,
  person_id text collate "C" not null,
  made_at bigint not null,
  name text collate "C" not null,
  sha256 text collate "C" not null,
  stage text collate "C" not null,
  total bigint not null,
  done bigint not null,
  report text collate "C" not null
);
create index import_list_by_made on import_list (made_at, id);

create trigger reporter_link_never_deleted before delete on reporter_link
for each row execute function refuse('nothing is deleted');
create trigger reporter_link_never_truncated before truncate on reporter_link
for each statement execute function refuse('nothing is deleted');
create trigger reporter_link_moves_forward before update on reporter_link
for each row execute function noun_moves_forward();
