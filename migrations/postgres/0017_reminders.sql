-- What the team is told, calendars of closed days, and whether somebody wants letters about what waits.

create table alert (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  what text collate "C" not null,
  subject text collate "C" not null,
  step bigint not null,
  case_id text collate "C",
  raised_at bigint not null
);
create index alert_by_raised on alert (raised_at, id);
create trigger alert_never_deleted before delete on alert
for each row execute function refuse('nothing is deleted');
create trigger alert_never_truncated before truncate on alert
for each statement execute function refuse('nothing is deleted');
create trigger alert_moves_forward before update on alert
for each row execute function noun_moves_forward();

create table calendar (
  id text collate "C" primary key,
  version bigint not null check (version > 0),
  facts text collate "C" not null,
  name text collate "C" not null,
  edition bigint not null
);
create unique index calendar_by_name on calendar (name, edition);
create trigger calendar_never_deleted before delete on calendar
for each row execute function refuse('nothing is deleted');
create trigger calendar_never_truncated before truncate on calendar
for each statement execute function refuse('nothing is deleted');
create trigger calendar_moves_forward before update on calendar
for each row execute function noun_moves_forward();

alter table taste add column alert_mails text collate "C" not null default 'on';

-- The rounds ask every minute what waits for approval, and what was stopped or missed.
create index decision_by_stage on decision (stage, effective_at, id);
