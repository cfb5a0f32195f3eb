-- Reference tables: the area tree with its closure, the taxonomy with groups and duties, calendar and settings.
create table area (
  id text not null primary key,
  parent_id text references area (id),
  kind text not null check (kind in ('district', 'sub_district', 'neighbourhood', 'estate', 'building')),
  code text not null unique,
  zh text not null,
  en text not null,
  estate_type text check (estate_type in ('commodity', 'sold_public', 'lane', 'affordable', 'villa')),
  build_year bigint,
  occupied_households bigint not null check (occupied_households >= 0),
  lon double precision,
  lat double precision,
  valid_from text not null
);
create index area_by_parent on area (parent_id);

create table area_closure (
  ancestor_id text not null references area (id),
  descendant_id text not null references area (id),
  depth bigint not null,
  primary key (ancestor_id, descendant_id)
);
create index area_closure_upward on area_closure (descendant_id, depth);

create table category (
  key text not null primary key,
  parent_key text,
  position bigint not null,
  zh text not null,
  en text not null,
  domain text not null check (domain in ('public_service', 'public_management', 'public_safety')),
  resource_kinds text not null,
  issue_category bigint not null
);

create table need_group (
  key text not null primary key,
  position bigint not null,
  zh text not null,
  en text not null,
  rule text not null
);

create table need_item (
  key text not null primary key,
  position bigint not null,
  zh text not null,
  en text not null,
  domain text not null check (domain in ('public_service', 'public_management', 'public_safety')),
  group_key text references need_group (key),
  official bigint not null
);

create table category_need_item (
  category_key text not null references category (key),
  need_item_key text not null references need_item (key),
  primary key (category_key, need_item_key)
);

create table duty (
  category_key text not null references category (key),
  level text not null check (level in ('committee', 'sub_district', 'district')),
  unit text not null,
  competent text not null check (competent in ('yes', 'shared', 'no')),
  service_class text not null check (service_class in ('urgent', 'ordinary', 'complex')),
  primary key (category_key, level)
);

create table calendar_day (
  day text not null primary key,
  kind text not null check (kind in ('rest', 'work')),
  as_weekday bigint check (as_weekday between 1 and 7),
  zh text not null,
  en text not null
);

create table setting (
  area_id text not null references area (id),
  key text not null,
  version bigint not null,
  value double precision not null,
  author_id text not null,
  author_name text not null,
  reason text not null,
  at text not null,
  primary key (area_id, key, version)
);

-- One import is one unit: looked at first, then confirmed, for a day also undone.
create table import_batch (
  area_id text not null,
  id text not null,
  kind text not null,
  file_name text not null,
  state text not null check (state in ('preview', 'confirmed', 'undone')),
  rows_total bigint not null,
  rows_wrong bigint not null,
  content text not null,
  created_by text not null,
  created_at text not null,
  confirmed_at text,
  undone_at text,
  primary key (area_id, id)
);

create table import_error (
  area_id text not null,
  import_id text not null,
  position bigint not null,
  row_number bigint not null,
  column_name text not null,
  value text not null,
  code text not null,
  facts text not null,
  primary key (area_id, import_id, position),
  foreign key (area_id, import_id) references import_batch (area_id, id)
);
