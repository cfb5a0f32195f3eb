-- X-10: a role that sees identity in a committee begins when the committee's secretary agrees
create table role_request (
  area_id text not null,
  id text not null,
  user_id text not null references user_account (id),
  role text not null,
  asked_by text not null,
  asked_by_name text not null,
  asked_at text not null,
  decided_by text,
  decided_at text,
  granted bigint check (granted in (0, 1)),
  primary key (area_id, id)
);
create index role_grant_by_area on role_grant (area_id, role);
