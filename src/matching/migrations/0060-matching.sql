-- Runs of the matching, the matches they propose, their sessions, bans and the heads that stay without an offer.
create table match_run (
  area_id text not null,
  id text not null,
  objective text not null check (objective in ('weighted')),
  data_sha256 text not null,
  needs bigint not null,
  offers bigint not null,
  pairs bigint not null,
  heads bigint not null,
  served bigint not null,
  served_weight bigint not null,
  burden bigint not null,
  proposals bigint not null,
  milliseconds bigint not null,
  shortages text not null,
  started_by text not null,
  started_at text not null,
  primary key (area_id, id)
);

-- States stand in object_state.
create table match (
  area_id text not null,
  id text not null,
  run_id text,
  need_id text not null,
  offer_area_id text not null,
  offer_id text not null,
  provider_id text not null,
  heads bigint not null check (heads > 0),
  origin text not null check (origin in ('run', 'hand')),
  need_zh text not null,
  need_en text not null,
  offer_zh text not null,
  offer_en text not null,
  explanation text not null,
  sentence_zh text not null,
  sentence_en text not null,
  hand_reason text not null,
  committee_by text,
  committee_name text,
  committee_at text,
  provider_by text,
  provider_name text,
  provider_at text,
  made_at text not null,
  primary key (area_id, id)
);
create index match_by_need on match (area_id, need_id);

create table service_session (
  area_id text not null,
  id text not null,
  match_id text not null,
  date text not null,
  time_window text not null,
  place text not null,
  planned bigint not null check (planned >= 0),
  served bigint check (served >= 0),
  absent text not null check (absent in ('', 'provider', 'households')),
  note text not null,
  primary key (area_id, id),
  foreign key (area_id, match_id) references match (area_id, id)
);
create index service_session_by_match on service_session (area_id, match_id, date);

create table arc_ban (
  area_id text not null,
  need_id text not null,
  offer_id text not null,
  clause text not null,
  until text not null,
  made_at text not null,
  primary key (area_id, need_id, offer_id)
);

-- One row per run and need with heads left; the newest of an area is marked, older ones are its history.
create table unmet_need (
  area_id text not null,
  run_id text not null,
  need_id text not null,
  need_zh text not null,
  need_en text not null,
  category text not null,
  heads bigint not null check (heads > 0),
  cause text not null check (cause in ('no_offer', 'inactive', 'ineligible', 'out_of_range', 'window', 'refused', 'capacity')),
  detail text not null,
  sentence_zh text not null,
  sentence_en text not null,
  certificate text not null,
  since text not null,
  latest bigint not null,
  primary key (area_id, run_id, need_id)
);
create index unmet_need_latest on unmet_need (area_id, latest);
