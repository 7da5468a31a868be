-- What a voice's weight follows from. Counted up until it suffices, never down.
alter table identity add column requesters bigint not null default 0;
alter table identity add column days bigint not null default 0;
-- Until when (the server's clock) this identity may write nothing new; 0: it may.
alter table identity add column suspended_until bigint not null default 0;
-- 1: shown if it is also the visible voice. 0: held or hidden; the newest act says why.
alter table review add column shown bigint not null default 1;
-- 1 praises, -1 condemns, 0 neither: what bursts are counted by.
alter table review add column lean bigint not null default 0;

-- Each act of moderation with its reason; rows are only ever added. Not bound to its review, so
-- that the log stays when the review is deleted; then nothing here says who or what it was.
create table act (
    act_id text collate "binary" not null,
    acted_at bigint not null,
    -- hold, release, hide, restore, warn, suspend.
    kind text not null,
    -- The moderator's name, or empty: the server itself.
    moderator text not null,
    reason text not null,
    review_id text not null,
    -- Whose review it was, or who was warned; for them to read.
    public_name text not null,
    requester_key text collate "binary" not null,
    constraint act_pk primary key (act_id)
);
create index act_in_time on act (acted_at, act_id);
create index act_of on act (public_name, acted_at);

-- What workers ask moderators to look at.
create table flag (
    review_id text collate "binary" not null,
    public_name text not null,
    -- personal_data, abuse, spam, wrong_requester, other.
    reason text not null,
    words text not null,
    flagged_at bigint not null,
    -- 1 until a moderator has acted on the review or dismissed it.
    is_open bigint not null,
    constraint flag_pk primary key (review_id, public_name),
    constraint flag_review_fk foreign key (review_id) references review (review_id) on delete cascade,
    constraint flag_identity_fk foreign key (public_name)
        references identity (public_name) on delete cascade
);

-- Who may moderate. The hash is of a random secret that was shown once.
create table moderator (
    name text not null,
    secret_hash text not null,
    created_at bigint not null,
    constraint moderator_pk primary key (name),
    constraint moderator_secret_is_unique unique (secret_hash)
);
