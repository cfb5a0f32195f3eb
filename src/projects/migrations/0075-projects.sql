-- Works that meet a confirmed need: alternatives, lines of cost, milestones. Money stands in the ledger, states in
-- object_state, consultation rounds and meetings beside it.
create table project (
  area_id text not null,
  id text not null,
  title_zh text not null,
  title_en text not null,
  category text not null,
  common_parts bigint not null,
  proposer_id text not null,
  proposer_name text not null,
  year bigint not null,
  line text not null,
  chosen bigint not null,
  why_few_alternatives text not null,
  why_chosen text not null,
  cost_planned_fen bigint not null,
  cost_final_fen bigint,
  households_affected bigint not null,
  contractor text not null,
  works_from text,
  works_to text,
  safety_notice text not null,
  made_at text not null,
  primary key (area_id, id)
);
create table project_need (
  area_id text not null,
  project_id text not null,
  need_id text not null,
  primary key (area_id, project_id, need_id),
  foreign key (area_id, project_id) references project (area_id, id)
);
create table project_alternative (
  area_id text not null,
  project_id text not null,
  seq bigint not null,
  title_zh text not null,
  title_en text not null,
  cost_fen bigint not null check (cost_fen >= 0),
  households bigint not null,
  days bigint not null,
  risk text not null,
  do_nothing bigint not null,
  primary key (area_id, project_id, seq),
  foreign key (area_id, project_id) references project (area_id, id)
);
create table project_line (
  area_id text not null,
  project_id text not null,
  seq bigint not null,
  purpose_zh text not null,
  purpose_en text not null,
  amount_fen bigint not null check (amount_fen > 0),
  price_source text not null,
  primary key (area_id, project_id, seq),
  foreign key (area_id, project_id) references project (area_id, id)
);
create table project_milestone (
  area_id text not null,
  project_id text not null,
  seq bigint not null,
  title_zh text not null,
  title_en text not null,
  owner text not null,
  due text not null,
  done_on text,
  evidence text not null,
  waived_reason text not null,
  primary key (area_id, project_id, seq),
  foreign key (area_id, project_id) references project (area_id, id)
);
