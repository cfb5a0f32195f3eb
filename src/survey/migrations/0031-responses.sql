-- One response is one row (docs/decisions/0003-coded-answers.md). The rows of a committee's round lie together, in the
-- order of its households, because that is how they are counted.
create table response (
  area_id text not null,
  round_id text not null,
  household_id text not null,
  person bigint not null,
  id text not null,
  estate_id text not null,
  building_id text,
  group_mask bigint not null,
  coded text not null,
  answers text not null,
  mode text not null check (mode in ('door_collect', 'door_web', 'phone', 'self_web', 'paper', 'import')),
  collector_id text,
  entered_by text not null,
  answered_on text not null,
  started_at text,
  ended_at text,
  received_at text not null,
  review text not null check (review in ('received', 'approved', 'set_aside')),
  review_reason text not null,
  withdrawn_at text,
  import_id text,
  version bigint not null,
  primary key (area_id, round_id, household_id, person),
  unique (area_id, id)
) /*sqlite: without rowid*/;

-- What a response said before it was corrected (CO-103).
create table response_version (
  area_id text not null,
  response_id text not null,
  version bigint not null,
  group_mask bigint not null,
  coded text not null,
  answers text not null,
  replaced_at text not null,
  replaced_by text not null,
  reason text not null,
  primary key (area_id, response_id, version)
);

-- Rises with every accepted, corrected or withdrawn response, in the same transaction (ST-15, SCR-7).
create table round_change (
  area_id text not null,
  round_id text not null,
  number bigint not null,
  primary key (area_id, round_id)
);

create table visit (
  area_id text not null,
  id text not null,
  round_id text not null,
  household_id text not null,
  estate_id text not null,
  building_id text,
  at text not null,
  collector_id text not null,
  disposition text not null check (disposition in ('complete', 'partial', 'refused_household', 'refused_person',
    'break_off', 'building_no_entry', 'nobody_home', 'respondent_away', 'deceased', 'unable', 'language', 'other',
    'not_attempted', 'unsafe', 'address_not_found', 'eligibility_unknown', 'moved_away', 'not_a_dwelling', 'vacant',
    'no_eligible', 'over_quota')),
  next_visit_on text,
  next_day_part text check (next_day_part in ('morning', 'afternoon', 'evening', 'weekend')),
  note text not null,
  primary key (area_id, id)
);
create index visit_by_household on visit (area_id, round_id, household_id, at);
