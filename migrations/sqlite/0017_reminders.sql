-- What the team is told, calendars of closed days, and whether somebody wants letters about what waits.

create table alert (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  what text not null,
  subject text not null,
  step bigint not null,
  case_id text,
  raised_at bigint not null
);
create index alert_by_raised on alert (raised_at, id);
create trigger alert_never_deleted before delete on alert
begin select raise(abort, 'nothing is deleted'); end;
create trigger alert_never_replaced before insert on alert
when exists (select 1 from alert where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger alert_moves_forward before update on alert
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create table calendar (
  id text primary key,
  version bigint not null check (version > 0),
  facts text not null,
  name text not null,
  edition bigint not null
);
create unique index calendar_by_name on calendar (name, edition);
create trigger calendar_never_deleted before delete on calendar
begin select raise(abort, 'nothing is deleted'); end;
create trigger calendar_never_replaced before insert on calendar
when exists (select 1 from calendar where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger calendar_moves_forward before update on calendar
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

alter table taste add column alert_mails text not null default 'on';

-- The rounds ask every minute what waits for approval, and what was stopped or missed.
create index decision_by_stage on decision (stage, effective_at, id);
