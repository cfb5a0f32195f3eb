-- The counters of a closed round as they stood when it was closed (ST-17): integers in the order of the named axes.
-- area_id is the committee; a round that is opened and closed again is frozen again, under its new version.
create table frozen_cube (
  area_id text not null,
  round_id text not null,
  round_version bigint not null,
  frozen_at text not null,
  change_number bigint not null,
  cells text not null,
  counters text not null,
  primary key (area_id, round_id)
);
create index frozen_cube_by_round on frozen_cube (round_id);
