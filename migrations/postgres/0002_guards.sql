-- The database refuses too. This is a seat belt, not evidence: whoever owns the file can take it off,
-- and then `duenotice verify` tells.

create function refuse() returns trigger language plpgsql as $$
begin raise exception '%', tg_argv[0]; end $$;

create function event_only_appends() returns trigger language plpgsql as $$
begin
  if new.seq <> coalesce((select max(seq) from event), 0) + 1 then
    raise exception 'events are only appended';
  end if;
  return new;
end $$;

create function ledger_head_only_grows() returns trigger language plpgsql as $$
begin
  if new.size < old.size or new.id <> old.id then
    raise exception 'the ledger only grows';
  end if;
  return new;
end $$;

create function vault_only_erases() returns trigger language plpgsql as $$
begin
  if new.commitment <> old.commitment or new.event_id <> old.event_id or new.path <> old.path
    or (new.value is not null and new.value is distinct from old.value) then
    raise exception 'a personal value is erased, never changed';
  end if;
  return new;
end $$;

create function noun_moves_forward() returns trigger language plpgsql as $$
begin
  if new.version < old.version or new.id <> old.id then
    raise exception 'a noun only moves forward';
  end if;
  return new;
end $$;

create trigger event_never_changes before update on event
for each row execute function refuse('events are never changed');
create trigger event_never_deleted before delete on event
for each row execute function refuse('events are never deleted');
create trigger event_never_truncated before truncate on event
for each statement execute function refuse('events are never deleted');
create trigger event_only_appends before insert on event
for each row execute function event_only_appends();
create trigger ledger_head_only_grows before update on ledger_head
for each row execute function ledger_head_only_grows();
create trigger ledger_head_never_deleted before delete on ledger_head
for each row execute function refuse('the ledger has one head');
create trigger vault_only_erases before update on vault
for each row execute function vault_only_erases();
create trigger vault_never_deleted before delete on vault
for each row execute function refuse('a personal value is erased, its row stays');

create trigger person_never_deleted before delete on person
for each row execute function refuse('nothing is deleted');
create trigger person_never_truncated before truncate on person
for each statement execute function refuse('nothing is deleted');
create trigger person_moves_forward before update on person
for each row execute function noun_moves_forward();

create trigger token_never_deleted before delete on token
for each row execute function refuse('nothing is deleted');
create trigger token_never_truncated before truncate on token
for each statement execute function refuse('nothing is deleted');
create trigger token_moves_forward before update on token
for each row execute function noun_moves_forward();

create trigger clause_never_deleted before delete on clause
for each row execute function refuse('nothing is deleted');
create trigger clause_never_truncated before truncate on clause
for each statement execute function refuse('nothing is deleted');
create trigger clause_moves_forward before update on clause
for each row execute function noun_moves_forward();

create trigger customer_never_deleted before delete on customer
for each row execute function refuse('nothing is deleted');
create trigger customer_never_truncated before truncate on customer
for each statement execute function refuse('nothing is deleted');
create trigger customer_moves_forward before update on customer
for each row execute function noun_moves_forward();

create trigger asset_never_deleted before delete on asset
for each row execute function refuse('nothing is deleted');
create trigger asset_never_truncated before truncate on asset
for each statement execute function refuse('nothing is deleted');
create trigger asset_moves_forward before update on asset
for each row execute function noun_moves_forward();

create trigger complaint_never_deleted before delete on complaint
for each row execute function refuse('nothing is deleted');
create trigger complaint_never_truncated before truncate on complaint
for each statement execute function refuse('nothing is deleted');
create trigger complaint_moves_forward before update on complaint
for each row execute function noun_moves_forward();

create trigger cases_never_deleted before delete on cases
for each row execute function refuse('nothing is deleted');
create trigger cases_never_truncated before truncate on cases
for each statement execute function refuse('nothing is deleted');
create trigger cases_moves_forward before update on cases
for each row execute function noun_moves_forward();

create trigger notice_never_deleted before delete on notice
for each row execute function refuse('nothing is deleted');
create trigger notice_never_truncated before truncate on notice
for each statement execute function refuse('nothing is deleted');
create trigger notice_moves_forward before update on notice
for each row execute function noun_moves_forward();

create trigger link_never_deleted before delete on link
for each row execute function refuse('nothing is deleted');
create trigger link_never_truncated before truncate on link
for each statement execute function refuse('nothing is deleted');
create trigger link_moves_forward before update on link
for each row execute function noun_moves_forward();

create trigger answer_never_deleted before delete on answer
for each row execute function refuse('nothing is deleted');
create trigger answer_never_truncated before truncate on answer
for each statement execute function refuse('nothing is deleted');
create trigger answer_moves_forward before update on answer
for each row execute function noun_moves_forward();

create trigger decision_never_deleted before delete on decision
for each row execute function refuse('nothing is deleted');
create trigger decision_never_truncated before truncate on decision
for each statement execute function refuse('nothing is deleted');
create trigger decision_moves_forward before update on decision
for each row execute function noun_moves_forward();

create trigger letter_never_deleted before delete on letter
for each row execute function refuse('nothing is deleted');
create trigger letter_never_truncated before truncate on letter
for each statement execute function refuse('nothing is deleted');
create trigger letter_moves_forward before update on letter
for each row execute function noun_moves_forward();

create trigger instruction_never_deleted before delete on instruction
for each row execute function refuse('nothing is deleted');
create trigger instruction_never_truncated before truncate on instruction
for each statement execute function refuse('nothing is deleted');
create trigger instruction_moves_forward before update on instruction
for each row execute function noun_moves_forward();

create trigger timer_never_deleted before delete on timer
for each row execute function refuse('nothing is deleted');
create trigger timer_never_truncated before truncate on timer
for each statement execute function refuse('nothing is deleted');
create trigger timer_moves_forward before update on timer
for each row execute function noun_moves_forward();
