-- Looking back. All of this lies beside the record: no event depends on it, and what counts events is counted anew
-- whenever its head is set to 0.

-- The last entry of the ledger that the figures below have counted.
create table figures_head (
  id bigint primary key check (id = 1),
  seq bigint not null
);
insert into figures_head (id, seq) values (1, 0);

-- Which entries touched a noun that the case of the entry does not name, such as "complaint/<id>".
create table touched (
  noun text not null,
  seq bigint not null,
  primary key (noun, seq)
);

-- Roots of each 256 leaves, so that a proof need not read the whole ledger.
create table ledger_block (
  place bigint primary key,
  root blob not null
);

-- Complaints by quarter of an hour in UTC: every zone's days are made of those.
create table complaint_tally (
  quarter bigint not null,
  what text not null,
  category text not null,
  channel text not null,
  many bigint not null,
  primary key (quarter, what, category, channel)
);

create table case_figure (
  case_id text primary key,
  number text not null,
  customer_id text not null,
  clause_id text not null,
  category text not null,
  severity bigint not null,
  opened_at bigint not null,
  complaints bigint not null,
  first_complaint_at bigint,
  first_notice_at bigint,
  given bigint,
  first_answer_at bigint,
  outcome text,
  decided_at bigint,
  closed_at bigint
);
create index case_figure_by_opened on case_figure (opened_at, case_id);
create index case_figure_by_notice on case_figure (first_notice_at, case_id);

create table notice_figure (
  notice_id text primary key,
  case_id text not null,
  number bigint not null,
  sent_at bigint not null,
  due_at bigint not null,
  first_answer_at bigint,
  withdrawn_at bigint
);
create index notice_figure_by_sent on notice_figure (sent_at, notice_id);
create index notice_figure_by_due on notice_figure (due_at, notice_id);

create table decision_figure (
  decision_id text primary key,
  case_id text not null,
  number bigint not null,
  outcome text not null,
  proposed_at bigint not null,
  due_at bigint not null,
  automated bigint not null,
  in_force_at bigint,
  lifted_at bigint
);
create index decision_figure_by_force on decision_figure (in_force_at, decision_id);
create index decision_figure_by_due on decision_figure (due_at, decision_id);

-- What leaves the house, made in the background.
create table export_job (
  id text primary key,
  asked_at bigint not null,
  asked_by text,
  kind text not null,
  ask text not null,
  stage text not null,
  phase text not null,
  done bigint not null,
  total bigint not null,
  cancel_asked bigint not null,
  beat_at bigint not null,
  ended_at bigint,
  expires_at bigint,
  name text,
  sha256 text,
  size bigint,
  seq bigint,
  problem text
);
create index export_job_by_stage on export_job (stage, asked_at, id);
create index export_job_by_asked on export_job (asked_at, id);

-- How the record looked whenever somebody checked the whole of it.
create table checked (
  id text primary key,
  at bigint not null,
  size bigint not null,
  root text not null,
  sound bigint not null,
  wrong_seq bigint,
  wrong_what text
);
create index checked_by_at on checked (at, id);

create index event_by_actor on event (actor, seq);
create index event_by_at on event (at, seq);
