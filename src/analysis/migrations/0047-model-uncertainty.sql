-- The uncertainty of a small-area model after a round was closed (ST-65): one row per item and kind of area with the seed
-- that repeats the draws, and by how much the errors of each place grow. area_id is the area of the round.
create table model_uncertainty (
  area_id text not null,
  round_id text not null,
  unit text not null check (unit in ('estate', 'neighbourhood')),
  item text not null,
  cube_version bigint not null,
  seed text not null,
  draws bigint not null,
  used bigint not null,
  made_at text not null,
  primary key (area_id, round_id, unit, item)
);

create table model_inflation (
  area_id text not null,
  round_id text not null,
  unit text not null,
  item text not null,
  place_id text not null,
  inflation double precision not null,
  primary key (area_id, round_id, unit, item, place_id),
  foreign key (area_id, round_id, unit, item) references model_uncertainty (area_id, round_id, unit, item)
);
