-- Templates of letters, in editions: a new one is a new row, and nothing is edited.
create table template (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  kind text collate "C" not null,
  lang text collate "C" not null,
  edition bigint not null,
  unique (kind, lang, edition)
);
create trigger template_never_deleted before delete on template
for each row execute function refuse('nothing is deleted');
create trigger template_never_truncated before truncate on template
for each statement execute function refuse('nothing is deleted');
create trigger template_moves_forward before update on template
for each row execute function noun_moves_forward();

-- Beside the record: what somebody is writing. It becomes part of the record when the notice is sent, and is dropped then.
create table notice_draft (
  case_id text collate "C" not null,
  person_id text collate "C" not null,
  version bigint not null,
  form text collate "C" not null,
  saved_at bigint not null,
  primary key (case_id, person_id)
);

create index letter_by_queued on letter (queued_at, id);
