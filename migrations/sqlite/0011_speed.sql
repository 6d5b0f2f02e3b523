-- The files that a case's page names were added by few events of many: found without reading the others.
create index event_adding on event (case_id, seq) where kind = 'evidence_added';
