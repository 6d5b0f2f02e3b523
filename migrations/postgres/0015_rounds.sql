-- Who hands what over outside the house just now, a letter or an instruction. Whoever takes over has a higher fence, and
-- only the newest may say how it ended.
create table lease (
  what text collate "C" not null primary key,
  holder text collate "C" not null,
  fence bigint not null,
  until_at bigint not null,
  -- Since when a hand-over is under way whose end nobody has told.
  begun_at bigint,
  -- The same of the one before: it never told its end.
  before_at bigint,
  tries bigint not null,
  next_try bigint not null
);

-- What is known of the rounds themselves, and whether the clock that they go by can be right.
create table rounds_watch (
  id bigint primary key check (id = 1),
  done_at bigint,
  away_from bigint,
  away_to bigint,
  away_seen_at bigint,
  doubt_at bigint,
  doubt text collate "C",
  ended_from bigint,
  ended_to bigint,
  trusts bigint not null
);
insert into rounds_watch (id, trusts) values (1, 0);
