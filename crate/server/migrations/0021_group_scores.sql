-- Lines tell scores by task group from now on: each is computed again when the server starts.
update aggregate set stale_on = 0;
