create table user_account (
  id text not null primary key,
  login text not null unique,
  name text not null,
  password_hash text not null,
  household_area_id text,
  household_id text,
  provider_id text,
  language text not null default 'zh-CN' check (language in ('zh-CN', 'en')),
  disabled_at text,
  created_at text not null
);

create table role_grant (
  user_id text not null references user_account (id),
  area_id text not null,
  role text not null,
  granted_by text not null,
  granted_at text not null,
  primary key (user_id, area_id, role)
);

create table session (
  token_sha256 text not null primary key,
  user_id text not null references user_account (id),
  started_at text not null,
  last_seen_at text not null,
  ends_at text not null
);
create index session_of_user on session (user_id);

create table sign_in_link (
  token_sha256 text not null primary key,
  user_id text not null references user_account (id),
  ends_at text not null
);

create table failed_sign_in (
  login text not null,
  address text not null,
  failures bigint not null,
  not_before text not null,
  primary key (login, address)
);

create table audit_event (
  area_id text not null,
  seq bigint not null,
  at text not null,
  actor_id text not null,
  actor_name text not null,
  what text not null,
  object text not null,
  details text not null,
  hash text not null,
  primary key (area_id, seq)
);

create table installation (
  key text not null primary key,
  value text not null
);
