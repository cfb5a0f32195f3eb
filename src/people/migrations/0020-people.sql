-- A household is pseudonymous: who lives there stands in household_contact and is never joined into lists.
create table household (
  area_id text not null,
  id text not null,
  estate_id text not null,
  building_id text not null,
  door text not null,
  number_at_door bigint not null check (number_at_door >= 1),
  size bigint not null check (size between 1 and 30),
  tenure text not null check (tenure in ('owner', 'tenant', 'unknown')),
  tags text not null,
  moved_away_at text,
  import_id text,
  version bigint not null,
  created_at text not null,
  primary key (area_id, id)
) /*sqlite: without rowid*/;
create unique index household_at_door on household (area_id, building_id, door, number_at_door) where moved_away_at is null;
create index household_by_estate on household (area_id, estate_id);
create index household_by_import on household (area_id, import_id) where import_id is not null;

create table household_contact (
  area_id text not null,
  household_id text not null,
  name text not null,
  phone text not null,
  channel text not null check (channel in ('phone', 'message', 'door', 'paper', 'none')),
  updated_at text not null,
  primary key (area_id, household_id),
  foreign key (area_id, household_id) references household (area_id, id)
);

create table resident (
  area_id text not null,
  id text not null,
  household_id text not null,
  birth_date text,
  birth_year bigint check (birth_year between 1890 and 2200),
  sex text check (sex in ('female', 'male')),
  tags text not null,
  import_id text,
  primary key (area_id, id),
  foreign key (area_id, household_id) references household (area_id, id)
);
create index resident_by_household on resident (area_id, household_id);
create index resident_by_import on resident (area_id, import_id) where import_id is not null;

-- What an import changed in households that were there before, so that it can be undone.
create table household_before_import (
  area_id text not null,
  import_id text not null,
  household_id text not null,
  size bigint not null,
  tenure text not null,
  tags text not null,
  version bigint not null,
  primary key (area_id, import_id, household_id),
  foreign key (area_id, household_id) references household (area_id, id)
);

create table consent (
  area_id text not null,
  id text not null,
  household_id text not null,
  text_version text not null,
  items text not null,
  given bigint not null,
  mark text not null check (mark in ('signature', 'tick', 'voice')),
  collector_id text not null,
  collected_at text not null,
  primary key (area_id, id),
  foreign key (area_id, household_id) references household (area_id, id)
);
create index consent_of_household on consent (area_id, household_id, collected_at);
