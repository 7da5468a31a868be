-- Whom reviews are about. The platform stands in the key from the first row on.
create table requester (
    -- The first 32 hex digits of SHA-256("platform:kind:value"): the look-up key of the buckets.
    -- Buckets are ranges of it, so it must be sorted by its bytes in every database: "binary" is
    -- SQLite's word for that, and on PostgreSQL the server makes a collation of that name.
    requester_key text collate "binary" not null,
    platform text not null,
    -- id, name or group: what the value is.
    kind text not null,
    value text not null,
    constraint requester_pk primary key (requester_key),
    constraint requester_is_unique unique (platform, kind, value)
);

-- The newest revision of each review.
create table review (
    -- A UUIDv7 that the client made; the same at every backend.
    review_id text collate "binary" not null,
    revision bigint not null,
    public_name text not null,
    requester_key text collate "binary" not null,
    -- The platform's id of the task group, empty where the review is about none. Not null, so
    -- that the unique index below also holds for reviews without a group.
    task_group text not null,
    -- visible: counted and shown. replaced: the same worker has said something newer of the same
    -- requester and group.
    state text not null,
    -- The worker's clock: which of two reviews is the newer word.
    written_at bigint not null,
    -- The server's clock, at this revision: what the last 90 days are counted by.
    stored_at bigint not null,
    -- The review in JSON as it is shown, cleaned. The aggregates are computed from this, so that
    -- a better formula needs no migration.
    body text not null,
    constraint review_pk primary key (review_id),
    constraint review_state_known check (state in ('visible', 'replaced')),
    constraint review_identity_fk foreign key (public_name)
        references identity (public_name) on delete cascade,
    constraint review_requester_fk foreign key (requester_key)
        references requester (requester_key)
);

-- One voice per identity, requester and group; the database itself refuses a second.
create unique index review_one_voice on review (public_name, requester_key, task_group)
    where state = 'visible';

-- All that is visible of one requester, and of all requesters of a bucket.
create index review_by_requester on review (requester_key, state, stored_at);

-- What a review said before it was edited.
create table review_revision (
    review_id text collate "binary" not null,
    revision bigint not null,
    stored_at bigint not null,
    body text not null,
    constraint review_revision_pk primary key (review_id, revision),
    constraint review_revision_review_fk foreign key (review_id)
        references review (review_id) on delete cascade
);

-- What is left of a deleted review: enough that a late replay cannot revive it, and nothing that
-- tells what it said, of whom, or who wrote it.
create table tombstone (
    -- SHA-256(public name ":" review id) in hex. The name is in it so that nobody can bury a
    -- review that is not theirs and not stored yet.
    mark text not null,
    -- The revision of the deletion: puts below it are late replays.
    revision bigint not null,
    constraint tombstone_pk primary key (mark)
);
