-- Who is looking at what, so that two people do not do the same work. It holds nothing for longer than a minute.
create table presence (
  person_id text collate "C" not null,
  place text collate "C" not null,
  doing text collate "C" not null,
  seen_at bigint not null,
  primary key (person_id, place)
);
create index presence_by_place on presence (place, seen_at);
