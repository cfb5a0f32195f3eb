-- Who can help: providers, what they have, what they offer, and which heads of an offer are taken.
create table provider (
  area_id text not null,
  id text not null,
  kind text not null check (kind in ('organisation', 'group', 'person')),
  zh text not null,
  en text not null,
  licence text not null,
  created_by text not null,
  created_at text not null,
  primary key (area_id, id)
);

create table resource (
  area_id text not null,
  id text not null,
  provider_id text not null,
  kind text not null check (kind in ('people', 'place', 'organisation', 'goods_money', 'service', 'knowledge')),
  zh text not null,
  en text not null,
  description text not null,
  place text not null,
  lon double precision,
  lat double precision,
  created_by text not null,
  created_at text not null,
  primary key (area_id, id),
  foreign key (area_id, provider_id) references provider (area_id, id)
);

-- States stand in object_state.
create table offer (
  area_id text not null,
  id text not null,
  provider_id text not null,
  resource_id text,
  zh text not null,
  en text not null,
  categories text not null,
  mode text not null check (mode in ('site', 'visiting', 'remote')),
  unit text not null check (unit in ('person', 'household')),
  per_session bigint not null check (per_session >= 0),
  sessions_per_period bigint not null check (sessions_per_period >= 0),
  per_period bigint not null check (per_period >= 0),
  period text not null check (period in ('week', 'month', 'year')),
  schedule text not null,
  catchment text not null check (catchment in ('radius', 'areas', 'everywhere')),
  radius_m bigint not null check (radius_m >= 0),
  catchment_areas text not null,
  place text not null,
  lon double precision,
  lat double precision,
  eligibility text not null,
  unit_cost_fen bigint not null check (unit_cost_fen >= 0),
  conditions text not null,
  valid_until text,
  registered_by text not null,
  verified_by text not null,
  verified_at text,
  created_at text not null,
  primary key (area_id, id),
  foreign key (area_id, provider_id) references provider (area_id, id)
);

-- Heads of an offer that agreed, scheduled, running or suspended matches hold; written by the transaction that accepts.
create table offer_booking (
  area_id text not null,
  offer_id text not null,
  match_id text not null,
  heads bigint not null check (heads > 0),
  booked_at text not null,
  primary key (area_id, offer_id, match_id),
  foreign key (area_id, offer_id) references offer (area_id, id)
);
