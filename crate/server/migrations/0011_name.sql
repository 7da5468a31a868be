-- The names by which reviews call a requester, present and former: what people search for, and
-- what links a requester known by name only to one known by id. Only names that count are here: a
-- single worker cannot name a requester for everyone where others agree on another name.
create table requester_name (
    requester_key text collate "binary" not null,
    -- NFKC, lower case, single spaces: what is compared.
    folded text not null,
    -- As reviews write it.
    name text not null,
    -- Different workers who say it: the evidence.
    workers bigint not null,
    -- When the first and the newest review that says it was stored.
    first_at bigint not null,
    newest_at bigint not null,
    constraint requester_name_pk primary key (requester_key, folded),
    constraint requester_name_requester_fk foreign key (requester_key)
        references requester (requester_key) on delete cascade
);

create index requester_name_folded on requester_name (folded);
-- The newest reviews of all.
create index review_newest on review (state, stored_at, review_id);
