-- The state of every object of the loop stands here and nowhere else, so that one place writes it and one query finds
-- what has no owner or date.
create table object_state (
  area_id text not null,
  object_id text not null,
  kind text not null,
  state text not null,
  version bigint not null,
  due text,
  created_at text not null,
  updated_at text not null,
  primary key (area_id, object_id)
);
create index object_state_by_kind on object_state (area_id, kind, state);

create table transition (
  area_id text not null,
  object_id text not null,
  seq bigint not null,
  kind text not null,
  from_state text not null,
  action text not null,
  to_state text not null,
  actor_id text not null,
  actor_name text not null,
  role text not null,
  reason_code text not null,
  reason_text text not null,
  at text not null,
  primary key (area_id, object_id, seq),
  foreign key (area_id, object_id) references object_state (area_id, object_id)
);

create table object_trace (
  area_id text not null,
  object_id text not null,
  trace_id text not null,
  kind text not null,
  at text not null,
  primary key (area_id, object_id, trace_id)
);
create index object_trace_by_trace on object_trace (trace_id);

-- What crosses from one area to another: written with the sender's change, applied once in the receiver.
create table outbox (
  area_id text not null,
  id text not null,
  kind text not null,
  target_area_id text not null,
  payload text not null,
  created_at text not null,
  applied_at text,
  primary key (area_id, id)
);
create table inbox (
  area_id text not null,
  message_id text not null,
  applied_at text not null,
  primary key (area_id, message_id)
);
