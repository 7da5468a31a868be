-- What a moderator's desk asks for: few of many.
create index review_out_of_sight on review (stored_at, review_id) where shown = 0;
create index flag_open on flag (review_id) where is_open = 1;
create index act_about on act (review_id, kind);
