-- a message that was refused waits longer after each try, so that it neither fills the log nor the list of those waiting
alter table outbox add column tries bigint not null default 0;
alter table outbox add column next_try_at text;
