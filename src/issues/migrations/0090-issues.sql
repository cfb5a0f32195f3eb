-- Issues of a committee, at whatever level they are handled: they never leave the committee's area.
create table issue (
  area_id text not null,
  id text not null,
  category text not null,
  text text not null,
  estate_id text,
  lon double precision,
  lat double precision,
  asset text not null,
  source text not null check (source in ('resident', 'worker', 'system')),
  reporter_id text,
  reference text not null,
  code_hash text not null,
  level text not null check (level in ('committee', 'sub_district', 'district')),
  lead_unit text not null,
  co_units text not null,
  service_class text not null check (service_class in ('urgent', 'ordinary', 'complex')),
  outcome text check (outcome in ('solved', 'partly', 'explained', 'cannot')),
  result text not null,
  plan text not null,
  plan_date text,
  returns bigint not null check (returns between 0 and 2),
  redos bigint not null,
  extensions bigint not null check (extensions between 0 and 1),
  reds bigint not null,
  reopens bigint not null,
  supervised bigint not null,
  supervise_by text,
  released bigint not null,
  master_id text,
  extension_until text,
  extension_reason text not null,
  reported_at text not null,
  closed_at text,
  primary key (area_id, id),
  unique (area_id, reference),
  foreign key (area_id, id) references object_state (area_id, object_id)
);
create index issue_by_reference on issue (reference);
create index issue_by_category on issue (area_id, category, reported_at);

create table issue_clock (
  area_id text not null,
  issue_id text not null,
  kind text not null check (kind in ('contact', 'answer', 'review', 'callback')),
  started_at text not null,
  due_at text not null,
  allowed_ms bigint not null,
  met_at text,
  stopped_at text,
  left_ms bigint not null,
  pauses bigint not null,
  extensions bigint not null,
  red_noted bigint not null,
  assumed bigint not null,
  primary key (area_id, issue_id, kind),
  foreign key (area_id, issue_id) references issue (area_id, id)
);

create table issue_try (
  area_id text not null,
  issue_id text not null,
  seq bigint not null,
  kind text not null check (kind in ('contact', 'callback')),
  reached bigint not null,
  solved text check (solved in ('yes', 'partly', 'no')),
  rating bigint check (rating between 1 and 5),
  note text not null,
  caller_id text not null,
  at text not null,
  primary key (area_id, issue_id, seq),
  foreign key (area_id, issue_id) references issue (area_id, id)
);

-- Who hears how it goes on. A merge points the row at the master and keeps where it came from, so that it can be undone.
create table issue_subscription (
  area_id text not null,
  issue_id text not null,
  household_id text not null,
  first_issue_id text not null,
  at text not null,
  primary key (area_id, issue_id, household_id, first_issue_id),
  foreign key (area_id, issue_id) references issue (area_id, id)
);

-- What was said later under an issue: a second report of the same household, a reason to reopen.
create table issue_word (
  area_id text not null,
  issue_id text not null,
  seq bigint not null,
  text text not null,
  at text not null,
  primary key (area_id, issue_id, seq),
  foreign key (area_id, issue_id) references issue (area_id, id)
);
