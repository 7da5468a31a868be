//! Each chapter on each ground.

use crate::{
    Ground, aggregates, archives, attacks, errors, identity, membership, moderation, moving, order,
    processes, publishing, reviews, running, survival, turkopticon, web,
};

macro_rules! on_every_ground {
    ($($room:ident :: $chapter:ident),* $(,)?) => {
        mod sqlite {
            use super::*;
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $chapter() {
                    $room::$chapter(&Ground::sqlite()).await;
                }
            )*
        }

        mod postgres {
            use super::*;
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $chapter() {
                    $room::$chapter(&Ground::postgres().await).await;
                }
            )*
        }
    };
}

on_every_ground! {
    identity::registering_twice_changes_nothing,
    identity::tells_a_public_name_from_a_secret,
    identity::refuses_strangers,
    identity::refuses_new_members_while_closed_but_knows_the_old_ones,
    identity::limits_new_identities_and_says_when_to_come_back,
    identity::stores_no_secret,
    identity::forgetting_an_identity_leaves_nothing_of_it,
    membership::a_new_identity_costs_work_and_each_solution_counts_once,
    membership::the_price_rises_with_registrations_and_falls_again,
    membership::an_invitation_admits_as_many_as_it_says,
    membership::a_revoked_or_expired_invitation_admits_nobody,
    membership::believes_listed_proxies_only_and_counts_households,
    membership::tokens_are_listed_named_and_revoked,
    membership::a_secret_never_passes_for_something_public,
    membership::reviews_can_be_left_without_a_name,
    moderation::a_requesters_answer_stands_beside_the_review,
    moderation::moderators_invite_and_revoke,
    web::figures_are_counted_once_a_minute,
    web::pages_work_under_a_path_prefix,
    web::a_name_is_linked_to_the_id_that_workers_saw_with_it,
    reviews::a_review_is_stored_once_however_often_it_is_sent,
    reviews::a_revision_supersedes_and_a_replay_of_the_old_one_does_not,
    reviews::refuses_another_text_under_the_same_revision,
    reviews::one_bad_item_is_refused_alone_and_says_why,
    reviews::refuses_another_workers_review,
    reviews::a_deleted_review_cannot_be_revived_by_a_late_replay,
    reviews::a_deletion_that_overtakes_its_put_wins,
    reviews::one_voice_a_worker_requester_and_group,
    order::the_newest_word_counts_whenever_it_arrives,
    order::a_deleted_word_leaves_the_one_before_it_in_every_order,
    order::a_deletion_wins_over_an_edit_that_it_did_not_know,
    order::what_counts_never_hangs_on_the_order_of_arrival,
    reviews::a_review_can_move_to_another_requester,
    reviews::invisible_characters_are_dropped,
    publishing::a_review_is_seen_by_others_at_once,
    publishing::answers_304_until_something_changes,
    publishing::the_three_encodings_hold_the_same_bytes,
    publishing::etags_survive_a_restart,
    publishing::a_text_that_changes_renames_its_bucket_though_no_score_does,
    publishing::buckets_are_split_when_the_community_grows,
    publishing::texts_are_the_newest_fifty_of_a_requester,
    publishing::a_text_bucket_is_ready_before_it_is_asked_for,
    publishing::a_deleted_text_is_gone_from_what_was_made_ready,
    publishing::any_origin_may_ask,
    errors::every_error_is_an_envelope_under_a_true_status,
    errors::malformed_bodies_are_told_where,
    errors::refuses_bodies_that_are_too_large_however_they_come,
    errors::limits_syncs_and_says_when_to_come_back,
    aggregates::equal_a_recomputation_from_what_is_published,
    aggregates::reviews_leave_the_last_90_days_by_themselves,
    aggregates::lines_of_an_older_server_are_computed_again_at_the_start,
    web::every_page_is_small_escaped_and_without_script,
    web::search_finds_ids_and_names_in_any_case_as_soon_as_they_are_written,
    web::all_reviews_can_be_reached_page_by_page,
    web::a_page_is_kept_until_it_changes,
    web::an_old_link_gets_a_page_and_a_true_status,
    attacks::two_hundred_fresh_identities_hardly_praise_anyone_up,
    attacks::two_hundred_fresh_identities_hardly_condemn_anyone,
    attacks::a_slow_drip_over_weeks_stays_within_the_cap,
    attacks::one_identity_that_floods_stays_one_voice,
    attacks::an_established_identity_that_floods_weighs_three_reviews,
    attacks::replayed_and_reordered_syncs_change_nothing,
    attacks::shuffled_and_replayed_syncs_give_the_same_line,
    attacks::standing_grows_with_age_and_history,
    moderation::a_burst_is_held_with_its_reason_and_released_by_a_moderator,
    moderation::a_flagged_review_is_hidden_restored_and_its_author_told,
    moderation::a_suspended_author_may_only_delete,
    moderation::the_desk_is_closed_to_everyone_else,
    moderation::the_desk_says_when_the_database_is_not_there,
    moderation::the_desk_says_what_was_done_or_why_it_stays_closed,
    archives::an_archive_is_brought_once_and_marked,
    archives::refuses_the_whole_archive_and_names_every_bad_row,
    turkopticon::the_first_turkopticons_question_is_answered_in_its_shape,
    turkopticon::the_second_turkopticons_question_is_answered_in_its_shape,
    survival::kill_9_loses_nothing_that_was_answered,
    survival::a_graceful_end_loses_nothing,
    survival::many_writers_at_once_lose_nothing,
    processes::what_one_process_stores_all_processes_show,
    processes::all_processes_change_the_length_of_names,
    processes::an_allowance_is_one_for_all_processes,
    processes::allowances_leave_no_name_and_no_address,
    moving::a_community_moves_to_the_other_database_and_back,
    moving::an_import_is_all_or_nothing,
    moving::a_backup_can_be_used_and_is_made_while_the_server_runs,
    running::a_path_prefix_stands_before_everything,
    running::figures_tell_routes_and_no_names,
    running::everything_public_can_be_taken_along,
    running::the_log_holds_no_secret_no_address_and_no_text,
    running::the_doctor_looks_at_the_database_and_knows_the_server,
    survival::the_demo_community_is_the_same_each_time,
}
