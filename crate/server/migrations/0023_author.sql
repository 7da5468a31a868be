-- What one worker has said: how a voice's history is counted at each of its reviews, and what goes
-- when it leaves. The index of voices is of no use for that: it holds for a literal state only.
create index review_by_author on review (public_name, state, requester_key, stored_at);
