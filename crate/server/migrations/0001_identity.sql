-- Who may write. No e-mail, no worker id, no address: an identity is a random secret that the
-- extension made, and the public name that its reviews are signed with.
create table identity (
    -- tsw_ and random letters: nothing in it is derived from the secret.
    public_name text not null,
    -- The server's clock.
    created_at bigint not null,
    constraint identity_pk primary key (public_name)
);

-- What proves an identity. A table of its own, since one identity may come to hold several
-- (one a device), listed and revoked one by one.
create table token (
    -- SHA-256 of the secret in hex. The secret has 256 random bits, so it needs no salt and no
    -- slow hash, and the hash can be looked up by an index.
    secret_hash text not null,
    public_name text not null,
    created_at bigint not null,
    constraint token_pk primary key (secret_hash),
    constraint token_identity_fk foreign key (public_name)
        references identity (public_name) on delete cascade
);

create index token_identity on token (public_name);
