-- Questionnaires and rounds are reference data: a district has some dozen of them. Their area is the owner's.
create table questionnaire (
  area_id text not null,
  id text not null,
  key text not null,
  title_zh text not null,
  title_en text not null,
  kind text not null check (kind in ('household', 'person', 'visit', 'interview', 'follow_up', 'other')),
  unit text not null check (unit in ('household', 'person')),
  created_at text not null,
  primary key (area_id, id),
  unique (area_id, key)
);
create index questionnaire_by_id on questionnaire (id);

create table questionnaire_version (
  area_id text not null,
  questionnaire_id text not null,
  number bigint not null,
  state text not null check (state in ('draft', 'open', 'closing', 'closed')),
  codebook text not null,
  edit bigint not null,
  created_at text not null,
  opened_at text,
  primary key (area_id, questionnaire_id, number),
  foreign key (area_id, questionnaire_id) references questionnaire (area_id, id)
);

-- Which character of response.coded belongs to which item: written once when a version is opened, so that SQL can count.
create table coded_item (
  area_id text not null,
  questionnaire_id text not null,
  number bigint not null,
  place bigint not null,
  name text not null,
  need_item text,
  primary key (area_id, questionnaire_id, number, place),
  foreign key (area_id, questionnaire_id, number) references questionnaire_version (area_id, questionnaire_id, number)
);

create table survey_round (
  area_id text not null,
  id text not null,
  questionnaire_area_id text not null,
  questionnaire_id text not null,
  questionnaire_version bigint not null,
  name_zh text not null,
  name_en text not null,
  kind text not null check (kind in ('new', 'panel_update', 'mixed')),
  opens_on text not null,
  closes_on text not null,
  design text not null check (design in ('census_attempt', 'srs', 'systematic', 'convenience')),
  state text not null check (state in ('planned', 'open', 'closed')),
  register_date text,
  version bigint not null,
  created_at text not null,
  primary key (area_id, id)
);
create index survey_round_by_id on survey_round (id);

create table survey_round_transition (
  area_id text not null,
  round_id text not null,
  seq bigint not null,
  from_state text not null,
  action text not null,
  to_state text not null,
  actor_id text not null,
  actor_name text not null,
  role text not null,
  reason text not null,
  at text not null,
  primary key (area_id, round_id, seq),
  foreign key (area_id, round_id) references survey_round (area_id, id)
);

-- Where a committee differs from the round's design, and how many households it wants to reach (ST-4).
create table round_committee (
  area_id text not null,
  round_id text not null,
  committee_id text not null,
  design text not null check (design in ('census_attempt', 'srs', 'systematic', 'convenience')),
  target bigint not null,
  primary key (area_id, round_id, committee_id),
  foreign key (area_id, round_id) references survey_round (area_id, id)
);

-- The register as it stood when the round opened (ST-9): occupied households per estate, and per group where the register
-- knows them; grp 'all' is every household. area_id is the committee.
create table round_register (
  area_id text not null,
  round_id text not null,
  estate_id text not null,
  grp text not null,
  households bigint not null,
  primary key (area_id, round_id, estate_id, grp)
);
