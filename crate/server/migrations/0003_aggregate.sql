-- What the buckets are made of: one line a requester, recomputed in the transaction of each
-- review. A requester without visible reviews has no row.
create table aggregate (
    -- See 0002 for the collation.
    requester_key text collate "binary" not null,
    -- The finished line of the bucket, in JSON: publishing is concatenating.
    line text not null,
    -- Visible reviews behind it.
    reviews bigint not null,
    -- The day (UTC, counted from 1970-01-01) on which the next review leaves the last 90 days,
    -- and the line has to be computed again; null if none is in them.
    stale_on bigint,
    constraint aggregate_pk primary key (requester_key),
    constraint aggregate_requester_fk foreign key (requester_key)
        references requester (requester_key)
);

create index aggregate_stale on aggregate (stale_on);

-- Figures of the whole, kept in the same transactions. Exactly one row. Every writing transaction
-- updates it first, which makes writers of several processes wait for each other.
create table community (
    only_row bigint not null,
    requesters bigint not null,
    reviews bigint not null,
    -- Hex digits of a bucket's name; kept, because a community near the threshold must not
    -- change it to and fro.
    prefix_digits bigint not null,
    -- Counts up with each writing transaction, so that a process that hears of several changes
    -- in another order knows which is the newest.
    version bigint not null,
    constraint community_pk primary key (only_row),
    constraint community_has_one_row check (only_row = 1)
);

insert into community (only_row, requesters, reviews, prefix_digits, version)
    values (1, 0, 0, 0, 0);
