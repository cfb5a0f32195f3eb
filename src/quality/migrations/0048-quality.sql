-- What people did about a flag: written once, never changed. The flag itself is found anew from the answers (ST-81);
-- its key stays the same as long as it is about the same thing.
create table quality_note (
  area_id text not null,
  round_id text not null,
  flag text not null,
  seq bigint not null,
  action text not null check (action in ('explain', 'reopen', 'set_aside', 'take_back')),
  reason text not null,
  forms bigint not null,
  author_id text not null,
  author_name text not null,
  at text not null,
  primary key (area_id, round_id, flag, seq)
);
create index quality_note_by_round on quality_note (round_id, area_id);
