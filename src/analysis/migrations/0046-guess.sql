-- What a secretary expected before seeing the results (ST-70): one guess or one waiver per person and round, never updated
-- and never deleted. area_id is the committee.
create table guess (
  area_id text not null,
  round_id text not null,
  user_id text not null,
  author text not null,
  waived bigint not null check (waived in (0, 1)),
  reason text not null,
  recorded_at text not null,
  primary key (area_id, round_id, user_id)
);

-- Shares in percent that a need was expected to lie between.
create table guess_band (
  area_id text not null,
  round_id text not null,
  user_id text not null,
  item text not null,
  lower_percent bigint not null,
  upper_percent bigint not null,
  primary key (area_id, round_id, user_id, item),
  foreign key (area_id, round_id, user_id) references guess (area_id, round_id, user_id),
  check (lower_percent between 0 and 100 and upper_percent between 0 and 100 and lower_percent < upper_percent)
);

-- The five needs that were expected to come first, in their order.
create table guess_top (
  area_id text not null,
  round_id text not null,
  user_id text not null,
  place bigint not null,
  item text not null,
  primary key (area_id, round_id, user_id, place),
  foreign key (area_id, round_id, user_id) references guess (area_id, round_id, user_id)
);

-- When somebody of the committee first saw its results: a guess made later is none.
create table result_opening (
  area_id text not null,
  round_id text not null,
  user_id text not null,
  opened_at text not null,
  primary key (area_id, round_id, user_id)
);
