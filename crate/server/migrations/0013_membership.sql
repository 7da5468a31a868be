-- What each secret of an identity is called by its worker: the device, usually.
alter table token add column name text not null default '';

-- How often somebody registers is what the price of registering follows from.
-- One row a solved challenge, so that none is taken twice by any of the processes; rows older than
-- two days go. Nothing here joins to the identity that was made.
create table spent (
    -- SHA-256 of the challenge, the first 32 hex digits.
    mark text not null,
    spent_at bigint not null,
    constraint spent_pk primary key (mark)
);
create index spent_in_time on spent (spent_at);

-- The key that signs challenges, the same for all processes; made by the first that starts.
create table seal (
    only_row bigint not null,
    seal_key text not null,
    constraint seal_pk primary key (only_row),
    constraint seal_has_one_row check (only_row = 1)
);

-- Who may register where not everyone may. Counted, but not joined to those who came by it.
create table invitation (
    -- For lists; what is handed out is another text, of which only the hash is here.
    invitation_id text not null,
    secret_hash text not null,
    -- What whoever made it notes, for lists.
    note text not null,
    -- A moderator's name, or empty: whoever runs the server.
    made_by text not null,
    made_at bigint not null,
    expires_at bigint not null,
    uses bigint not null,
    uses_left bigint not null,
    -- When it was revoked; 0: it was not.
    revoked_at bigint not null,
    constraint invitation_pk primary key (invitation_id),
    constraint invitation_hash_is_unique unique (secret_hash)
);

-- What a requester answers to a review, as a moderator took it down.
create table reply (
    review_id text collate "binary" not null,
    reply_text text not null,
    -- How the moderator knows that it is them, in words for everyone.
    verified text not null,
    replied_at bigint not null,
    constraint reply_pk primary key (review_id),
    constraint reply_review_fk foreign key (review_id)
        references review (review_id) on delete cascade
);
