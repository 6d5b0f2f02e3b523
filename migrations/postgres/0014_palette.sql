-- What somebody looked at last stands in the palette.
create index read_log_by_actor on read_log (actor, at, id);

-- Search learned of requests, appeals, measures and holds: it reads everything anew, in the order of the ledger.
delete from search_words;
delete from search_entry;
update search_progress set done_to = 0, old_to = (select size from ledger_head where id = 1) where id = 1;
