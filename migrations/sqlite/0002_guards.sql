-- The database refuses too. This is a seat belt, not evidence: whoever owns the file can take it off,
-- and then `duenotice verify` tells.

create trigger event_never_changes before update on event
begin select raise(abort, 'events are never changed'); end;

create trigger event_never_deleted before delete on event
begin select raise(abort, 'events are never deleted'); end;

-- "insert or replace" walks around the two triggers above, so inserts are guarded as well.
create trigger event_only_appends before insert on event
when new.seq <> coalesce((select max(seq) from event), 0) + 1
  or exists (select 1 from event where event_id = new.event_id)
begin select raise(abort, 'events are only appended'); end;

create trigger ledger_head_only_grows before update on ledger_head
when new.size < old.size or new.id <> old.id
begin select raise(abort, 'the ledger only grows'); end;

create trigger ledger_head_never_deleted before delete on ledger_head
begin select raise(abort, 'the ledger has one head'); end;

create trigger ledger_head_never_replaced before insert on ledger_head
when exists (select 1 from ledger_head)
begin select raise(abort, 'the ledger has one head'); end;

create trigger vault_only_erases before update on vault
when new.commitment <> old.commitment or new.event_id <> old.event_id or new.path <> old.path
  or (new.value is not null and new.value is not old.value)
begin select raise(abort, 'a personal value is erased, never changed'); end;

create trigger vault_never_deleted before delete on vault
begin select raise(abort, 'a personal value is erased, its row stays'); end;

create trigger vault_never_replaced before insert on vault
when exists (select 1 from vault where commitment = new.commitment)
begin select raise(abort, 'a personal value is erased, never changed'); end;

create trigger person_never_deleted before delete on person
begin select raise(abort, 'nothing is deleted'); end;
create trigger person_never_replaced before insert on person
when exists (select 1 from person where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger person_moves_forward before update on person
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create trigger token_never_deleted before delete on token
begin select raise(abort, 'nothing is deleted'); end;
create trigger token_never_replaced before insert on token
when exists (select 1 from token where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger token_moves_forward before update on token
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create trigger clause_never_deleted before delete on clause
begin select raise(abort, 'nothing is deleted'); end;
create trigger clause_never_replaced before insert on clause
when exists (select 1 from clause where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger clause_moves_forward before update on clause
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create trigger customer_never_deleted before delete on customer
begin select raise(abort, 'nothing is deleted'); end;
create trigger customer_never_replaced before insert on customer
when exists (select 1 from customer where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger customer_moves_forward before update on customer
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create trigger asset_never_deleted before delete on asset
begin select raise(abort, 'nothing is deleted'); end;
create trigger asset_never_replaced before insert on asset
when exists (select 1 from asset where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger asset_moves_forward before update on asset
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create trigger complaint_never_deleted before delete on complaint
begin select raise(abort, 'nothing is deleted'); end;
create trigger complaint_never_replaced before insert on complaint
when exists (select 1 from complaint where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger complaint_moves_forward before update on complaint
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create trigger cases_never_deleted before delete on cases
begin select raise(abort, 'nothing is deleted'); end;
create trigger cases_never_replaced before insert on cases
when exists (select 1 from cases where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger cases_moves_forward before update on cases
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create trigger notice_never_deleted before delete on notice
begin select raise(abort, 'nothing is deleted'); end;
create trigger notice_never_replaced before insert on notice
when exists (select 1 from notice where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger notice_moves_forward before update on notice
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create trigger link_never_deleted before delete on link
begin select raise(abort, 'nothing is deleted'); end;
create trigger link_never_replaced before insert on link
when exists (select 1 from link where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger link_moves_forward before update on link
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create trigger answer_never_deleted before delete on answer
begin select raise(abort, 'nothing is deleted'); end;
create trigger answer_never_replaced before insert on answer
when exists (select 1 from answer where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger answer_moves_forward before update on answer
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create trigger decision_never_deleted before delete on decision
begin select raise(abort, 'nothing is deleted'); end;
create trigger decision_never_replaced before insert on decision
when exists (select 1 from decision where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger decision_moves_forward before update on decision
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create trigger letter_never_deleted before delete on letter
begin select raise(abort, 'nothing is deleted'); end;
create trigger letter_never_replaced before insert on letter
when exists (select 1 from letter where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger letter_moves_forward before update on letter
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create trigger instruction_never_deleted before delete on instruction
begin select raise(abort, 'nothing is deleted'); end;
create trigger instruction_never_replaced before insert on instruction
when exists (select 1 from instruction where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger instruction_moves_forward before update on instruction
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;

create trigger timer_never_deleted before delete on timer
begin select raise(abort, 'nothing is deleted'); end;
create trigger timer_never_replaced before insert on timer
when exists (select 1 from timer where id = new.id)
begin select raise(abort, 'a row is changed by update alone'); end;
create trigger timer_moves_forward before update on timer
when new.version < old.version or new.id <> old.id
begin select raise(abort, 'a noun only moves forward'); end;
