-- How often somebody may do what, for all processes of a community together. A row is there while
-- a bucket of tokens is not full, a quarter of an hour at the most; then it goes. `export` leaves
-- this table out, and so does `backup`.
create table allowance (
    -- What is limited, and whose it is: 16 hex digits of a keyed hash for an identity. For an
    -- address only 4, so that each stands for 65,536 addresses and none can be read off.
    slot text not null,
    -- When the bucket is full again, by the server's clock.
    full_at bigint not null,
    constraint allowance_pk primary key (slot)
);
create index allowance_in_time on allowance (full_at);

-- The day since 1970 on which this voice's history was counted last: with enough requesters in it,
-- it cannot grow twice on one day.
alter table identity add column counted_on bigint not null default 0;
