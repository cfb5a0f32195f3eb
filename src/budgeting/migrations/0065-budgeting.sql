-- The yearly fund of a committee, its three lines, and a ledger that is only ever added to (BU-21). What is left is
-- computed from the entries each time.
create table yearly_fund (
  area_id text not null,
  year bigint not null,
  office_fen bigint not null check (office_fen >= 0),
  party_fen bigint not null check (party_fen >= 0),
  service_fen bigint not null check (service_fen >= 0),
  opened_by text not null,
  opened_at text not null,
  primary key (area_id, year)
);

create table spending (
  area_id text not null,
  id text not null,
  year bigint not null,
  line text not null check (line in ('office', 'party', 'service')),
  amount_fen bigint not null check (amount_fen > 0),
  purpose_zh text not null,
  purpose_en text not null,
  payee text not null,
  project_id text,
  proposer_id text not null,
  proposer_name text not null,
  approver_name text not null,
  made_at text not null,
  primary key (area_id, id),
  foreign key (area_id, year) references yearly_fund (area_id, year)
);

create table ledger_entry (
  area_id text not null,
  id text not null,
  year bigint not null,
  seq bigint not null,
  line text not null check (line in ('office', 'party', 'service')),
  kind text not null check (kind in ('commit', 'release', 'pay')),
  amount_fen bigint not null check (amount_fen > 0),
  booked_on text not null,
  purpose_zh text not null,
  purpose_en text not null,
  commitment_id text not null,
  project_id text,
  voucher text not null,
  payee text not null,
  actor_id text not null,
  actor_name text not null,
  at text not null,
  primary key (area_id, id),
  unique (area_id, year, seq),
  foreign key (area_id, year) references yearly_fund (area_id, year)
);
create index ledger_entry_by_commitment on ledger_entry (area_id, commitment_id);
