-- Agenda items stand in the area of the body that decides (a sub-district or the district); their members stay at home.
create table agenda_item (
  area_id text not null,
  id text not null,
  level text not null check (level in ('sub_district', 'district')),
  domain text not null check (domain in ('public_service', 'public_management', 'public_safety')),
  rule text not null check (rule in ('a', 'b', 'c', 'd', 'e', 'f')),
  category text not null,
  title text not null,
  year bigint not null,
  lead_unit text not null,
  plan_date text,
  times_returned bigint not null,
  supervised bigint not null,
  submitted_at text,
  primary key (area_id, id),
  foreign key (area_id, id) references object_state (area_id, object_id)
);
create index agenda_item_by_rule on agenda_item (area_id, rule, category, year);

create table agenda_member (
  area_id text not null,
  item_id text not null,
  member_kind text not null check (member_kind in ('issue', 'need', 'agenda_item')),
  member_area_id text not null,
  member_id text not null,
  reference text not null,
  category text not null,
  trace_id text not null,
  evidence text not null,
  joined_at text not null,
  answered_at text,
  primary key (area_id, item_id, member_kind, member_id),
  foreign key (area_id, item_id) references agenda_item (area_id, id)
);
create index agenda_member_by_home on agenda_member (member_area_id, item_id);

create table evidence_pack (
  area_id text not null,
  item_id text not null,
  seq bigint not null,
  content text not null,
  sha256 text not null,
  at text not null,
  primary key (area_id, item_id, seq),
  foreign key (area_id, item_id) references agenda_item (area_id, id)
);

create table agenda_decision (
  area_id text not null,
  item_id text not null,
  body text not null,
  accepts bigint not null,
  text_zh text not null,
  text_en text not null,
  next_look text,
  at text not null,
  primary key (area_id, item_id),
  foreign key (area_id, item_id) references agenda_item (area_id, id)
);

create table agenda_measure (
  area_id text not null,
  item_id text not null,
  seq bigint not null,
  what text not null,
  who text not null,
  due text not null,
  cost_fen bigint not null check (cost_fen >= 0),
  done_at text,
  evidence text not null,
  primary key (area_id, item_id, seq),
  foreign key (area_id, item_id) references agenda_item (area_id, id)
);

-- The answer as it arrived at a member's home, for its page and for the households that gave it.
create table member_answer (
  area_id text not null,
  member_kind text not null,
  member_id text not null,
  item_area_id text not null,
  item_id text not null,
  kind text not null check (kind in ('decision', 'return')),
  accepts bigint not null,
  body text not null,
  text_zh text not null,
  text_en text not null,
  measures text not null,
  next_look text,
  at text not null,
  primary key (area_id, member_kind, member_id, item_id, kind, at)
);
