-- Templates of letters, in editions: a new one is a new row, and nothing is edited.
create table template (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  kind text not null,
  lang text not null,
  edition bigint not null,
  unique (kind, lang, edition)
);
create trigger template_never_deleted before delete on template
begin select raise(abort, 'nothing is deleted'); end;
create trigger template_never_replaced before insert on template
when exists (select 1 from template where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger template_moves_forward before update on template
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

-- Beside the record: what somebody is writing. It becomes part of the record when the notice is sent, and is dropped then.
create table notice_draft (
  case_id text not null,
  person_id text not null,
  version bigint not null,
  form text not null,
  saved_at bigint not null,
  primary key (case_id, person_id)
);

create index letter_by_queued on letter (queued_at, id);
