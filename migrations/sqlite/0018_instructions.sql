-- What favours a customer stands first wherever instructions wait, however many wait before it.
alter table instruction add column favours bigint not null default 0;
update instruction set favours = 1 where facts like '%"order":"reinstate"%';
create index instruction_by_urgency on instruction (stage, favours, number);
