-- One task for each household that a need, project, issue or consultation came from: what it was told, how often
-- somebody tried, and whether it was reached (LO-81 to LO-83). States stand in object_state.
create table feedback_task (
  area_id text not null,
  id text not null,
  object_kind text not null,
  object_id text not null,
  household_id text not null,
  cause text not null,
  text_zh text not null,
  text_en text not null,
  channel text not null check (channel in ('page', 'telephone', 'visit', 'slip')),
  building text not null,
  not_before text not null,
  made_at text not null,
  reached_how text,
  posted bigint not null,
  tries bigint not null,
  primary key (area_id, id)
);
create index feedback_task_by_object on feedback_task (area_id, object_id, cause);
create index feedback_task_by_household on feedback_task (area_id, household_id, made_at);

create table feedback_try (
  area_id text not null,
  task_id text not null,
  seq bigint not null,
  channel text not null,
  outcome text not null check (outcome in ('reached', 'no_answer', 'posted')),
  by_id text not null,
  by_name text not null,
  at text not null,
  primary key (area_id, task_id, seq),
  foreign key (area_id, task_id) references feedback_task (area_id, id)
);

-- The last word of a household about one delivered object counts (LO-84).
create table satisfaction (
  area_id text not null,
  object_id text not null,
  household_id text not null,
  object_kind text not null,
  rating bigint not null check (rating between 1 and 5),
  solved text not null check (solved in ('yes', 'partly', 'no')),
  words text not null,
  channel text not null,
  at text not null,
  primary key (area_id, object_id, household_id)
);
