create table request_key (
  area_id text not null,
  actor_id text not null,
  key text not null,
  request_sha256 text not null,
  status bigint not null,
  headers text not null,
  body text not null,
  at text not null,
  primary key (area_id, actor_id, key)
);
create index request_key_by_age on request_key (at);
