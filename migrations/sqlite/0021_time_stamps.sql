-- What a time stamp authority has confirmed: a checkpoint of each day, and exports. The answer is evidence that an event
-- names.
create table time_stamp (
  -- 'checkpoint' with a day, or 'export' with its id.
  what text not null,
  subject text not null,
  -- How long the ledger of the checkpoint was.
  size bigint,
  -- SHA-256 of what was stamped, hex.
  imprint text not null,
  -- SHA-256 of the answer, hex.
  evidence text not null,
  authority text not null,
  stamped_at bigint not null,
  primary key (what, subject)
);
create index time_stamp_by_imprint on time_stamp (imprint);

create trigger time_stamp_never_changes before update on time_stamp
begin select raise(abort, 'a time stamp is never changed'); end;
create trigger time_stamp_never_deleted before delete on time_stamp
begin select raise(abort, 'a time stamp is never deleted'); end;
create trigger time_stamp_never_replaced before insert on time_stamp
when exists (select 1 from time_stamp where what = new.what and subject = new.subject)
begin select raise(abort, 'a time stamp is never changed'); end;
