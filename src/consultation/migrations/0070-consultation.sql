-- Drafts put to residents in rounds, votes by any channel (the last one before closing counts), meetings, owners' votes.
create table draft (
  area_id text not null,
  id text not null,
  subject_kind text not null,
  subject_id text not null,
  number bigint not null,
  plain_zh text not null,
  plain_en text not null,
  changes_zh text not null,
  changes_en text not null,
  made_at text not null,
  primary key (area_id, id),
  unique (area_id, subject_id, number)
);

create table consultation_round (
  area_id text not null,
  id text not null,
  subject_kind text not null,
  subject_id text not null,
  number bigint not null,
  draft_id text not null,
  question_zh text not null,
  question_en text not null,
  opens_on text,
  closes_on text,
  electorate bigint not null,
  rule_hash text not null,
  draft_answer text not null,
  made_at text not null,
  primary key (area_id, id),
  unique (area_id, subject_id, number),
  foreign key (area_id, draft_id) references draft (area_id, id)
);

-- Who may vote, frozen at the announcement; the token of the household's link is kept as a hash only.
create table consultation_elector (
  area_id text not null,
  round_id text not null,
  household_id text not null,
  token_sha256 text not null,
  primary key (area_id, round_id, household_id),
  foreign key (area_id, round_id) references consultation_round (area_id, id)
);
create unique index consultation_elector_by_token on consultation_elector (area_id, token_sha256);

create table consultation_vote (
  area_id text not null,
  round_id text not null,
  household_id text not null,
  seq bigint not null,
  choice text not null check (choice in ('yes', 'no', 'abstain')),
  comment text not null,
  channel text not null check (channel in ('page', 'paper', 'doorstep', 'telephone')),
  batch text not null,
  entered_by text not null,
  at text not null,
  primary key (area_id, round_id, household_id, seq),
  foreign key (area_id, round_id, household_id) references consultation_elector (area_id, round_id, household_id)
);

create table consultation_theme (
  area_id text not null,
  round_id text not null,
  seq bigint not null,
  theme_zh text not null,
  theme_en text not null,
  comments bigint not null,
  answer text not null check (answer in ('adopted', 'partly', 'not')),
  reason_zh text not null,
  reason_en text not null,
  primary key (area_id, round_id, seq),
  foreign key (area_id, round_id) references consultation_round (area_id, id)
);

create table meeting (
  area_id text not null,
  id text not null,
  kind text not null check (kind in ('hearing', 'coordination', 'evaluation')),
  subject_kind text not null,
  subject_id text not null,
  title_zh text not null,
  title_en text not null,
  planned_on text not null,
  place text not null,
  called_by text not null,
  chair text not null,
  residents bigint not null,
  staff bigint not null,
  others bigint not null,
  made_at text not null,
  primary key (area_id, id)
);
create index meeting_by_subject on meeting (area_id, subject_id);
create table meeting_minute (
  area_id text not null,
  meeting_id text not null,
  seq bigint not null,
  item text not null,
  discussion text not null,
  decision text not null,
  responsible text not null,
  due text,
  primary key (area_id, meeting_id, seq),
  foreign key (area_id, meeting_id) references meeting (area_id, id)
);
create table meeting_signature (
  area_id text not null,
  meeting_id text not null,
  seq bigint not null,
  signer text not null,
  role text not null check (role in ('chair', 'resident')),
  primary key (area_id, meeting_id, seq),
  foreign key (area_id, meeting_id) references meeting (area_id, id)
);

-- Areas in 0.01 m². Two people enter the totals; they must agree before the vote is counted.
create table owners_vote (
  area_id text not null,
  id text not null,
  subject_kind text not null,
  subject_id text not null,
  title_zh text not null,
  title_en text not null,
  matter text not null check (matter in ('general', 'major')),
  class_reason text not null,
  total_area bigint not null check (total_area > 0),
  total_heads bigint not null check (total_heads > 0),
  opens_on text,
  made_at text not null,
  primary key (area_id, id)
);
create index owners_vote_by_subject on owners_vote (area_id, subject_id);
create table owners_vote_count (
  area_id text not null,
  vote_id text not null,
  entered_by text not null,
  taking_area bigint not null,
  taking_heads bigint not null,
  favour_area bigint not null,
  favour_heads bigint not null,
  at text not null,
  primary key (area_id, vote_id, entered_by),
  foreign key (area_id, vote_id) references owners_vote (area_id, id)
);
