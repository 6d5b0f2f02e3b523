-- What a time stamp authority has confirmed: a checkpoint of each day, and exports. The answer is evidence that an event
-- names.
create table time_stamp (
  -- 'checkpoint' with a day, or 'export' with its id.
  what text collate "C" not null,
  subject text collate "C" not null,
  -- How long the ledger of the checkpoint was.
  size bigint,
  -- SHA-256 of what was stamped, hex.
  imprint text collate "C" not null,
  -- SHA-256 of the answer, hex.
  evidence text collate "C" not null,
  authority text collate "C" not null,
  stamped_at bigint not null,
  primary key (what, subject)
);
create index time_stamp_by_imprint on time_stamp (imprint);

create trigger time_stamp_never_changes before update on time_stamp
for each row execute function refuse('a time stamp is never changed');
create trigger time_stamp_never_deleted before delete on time_stamp
for each row execute function refuse('a time stamp is never deleted');
create trigger time_stamp_never_truncated before truncate on time_stamp
for each statement execute function refuse('a time stamp is never deleted');
