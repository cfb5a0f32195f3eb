-- Needs: what many households said, why, and which way it goes. `cycle` counts how often a need was reopened; plan, notes
-- and routes belong to one cycle. States stand in object_state.
create table need (
  area_id text not null,
  id text not null,
  cycle bigint not null,
  kind text not null check (kind in ('area', 'individual')),
  basis text not null check (basis in ('estimate', 'surprise', 'suggestion', 'recurrence', 'individual', 'person')),
  item text not null,
  group_key text not null,
  round_id text,
  title_zh text not null,
  title_en text not null,
  place text not null,
  unit text not null check (unit in ('household', 'person')),
  heads bigint not null,
  heads_lower bigint not null,
  heads_upper bigint not null,
  lower_bound double precision not null,
  design text not null,
  depends_on_who_answered bigint not null,
  severity bigint check (severity between 1 and 5),
  category text,
  cause_argument text not null,
  blocked_by text not null,
  origins_sha256 text not null,
  origins_left bigint not null,
  decline_code text not null,
  next_look text,
  before_after text not null,
  made_at text not null,
  primary key (area_id, id)
);
create index need_by_item on need (area_id, item, group_key);

-- Frozen evidence (LO-19): never updated; a later round adds another one.
create table need_snapshot (
  area_id text not null,
  need_id text not null,
  seq bigint not null,
  content text not null,
  sha256 text not null,
  taken_at text not null,
  primary key (area_id, need_id, seq),
  foreign key (area_id, need_id) references need (area_id, id)
);

create table need_origin (
  area_id text not null,
  need_id text not null,
  household_id text not null,
  primary key (area_id, need_id, household_id),
  foreign key (area_id, need_id) references need (area_id, id)
);
create index need_origin_by_household on need_origin (area_id, household_id);

create table need_visit_plan (
  area_id text not null,
  need_id text not null,
  cycle bigint not null,
  seed text not null,
  drawn_at text not null,
  primary key (area_id, need_id, cycle),
  foreign key (area_id, need_id) references need (area_id, id)
);
create table need_visit (
  area_id text not null,
  need_id text not null,
  cycle bigint not null,
  household_id text not null,
  seq bigint not null,
  answered text not null check (answered in ('yes', 'no')),
  building text not null,
  primary key (area_id, need_id, cycle, household_id),
  foreign key (area_id, need_id, cycle) references need_visit_plan (area_id, need_id, cycle)
);

create table cause_note (
  area_id text not null,
  id text not null,
  need_id text not null,
  cycle bigint not null,
  household_id text not null,
  visitor_id text not null,
  visitor_name text not null,
  visited_on text not null,
  words text not null,
  suggestion text not null,
  place text not null,
  noted_at text not null,
  primary key (area_id, id),
  unique (area_id, need_id, cycle, household_id),
  foreign key (area_id, need_id) references need (area_id, id)
);
create table cause_note_cause (
  area_id text not null,
  note_id text not null,
  cause text not null,
  primary key (area_id, note_id, cause),
  foreign key (area_id, note_id) references cause_note (area_id, id)
);

create table need_route (
  area_id text not null,
  need_id text not null,
  cycle bigint not null,
  target_id text not null,
  target_area_id text not null,
  target_kind text not null check (target_kind in ('match', 'project', 'issue', 'agenda_item')),
  title_zh text not null,
  title_en text not null,
  share_permille bigint not null check (share_permille between 1 and 1000),
  state text not null check (state in ('open', 'delivered', 'ended')),
  made_at text not null,
  primary key (area_id, need_id, cycle, target_id),
  foreign key (area_id, need_id) references need (area_id, id)
);
create index need_route_by_target on need_route (target_id);
