-- Where an identity comes from: member: somebody registered. imported: a voice of an archive that
-- a volunteer brought; nobody can speak for it. unsigned: what somebody left who went away; it has
-- one requester only, so that nothing joins what they said.
alter table identity add column origin text not null default 'member';
