-- The name of the state of a requester's texts: what the index says of a bucket without reading a
-- review. Empty until the line is computed again.
alter table aggregate add column texts_name text not null default '';

-- A requester's texts as its bucket sends them, compressed: a bucket is these, one after the other.
-- Made when nobody waits, gone in the transaction that changes what they say. `export` leaves this
-- table out: everything in it follows from the reviews.
create table piece (
    requester_key text collate "binary" not null,
    piece bytea not null,
    constraint piece_pk primary key (requester_key),
    constraint piece_aggregate_fk foreign key (requester_key)
        references aggregate (requester_key) on delete cascade
);

-- Lines get the name of their texts when the server starts.
update aggregate set stale_on = 0;
