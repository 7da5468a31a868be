-- What is visible of one requester, in the order in which its page shows it: without the id in the
-- index SQLite walks the reviews of the whole community in the order of time to find them.
drop index review_by_requester;
create index review_by_requester on review (requester_key, state, stored_at, review_id);
