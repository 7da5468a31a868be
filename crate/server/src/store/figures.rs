//! Counts over the whole, for people.

use sqlx::AnyPool;
use tallystick_wire::Millis;
use tallystick_wire::api::Origin;

use super::review::VISIBLE;

/// What the community amounts to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Visible reviews.
    pub reviews: i64,
    /// Those stored since the instant that was asked for.
    pub recent: i64,
    /// Those of archives.
    pub imported: i64,
    /// Requesters with visible reviews.
    pub requesters: i64,
    /// Identities that somebody registered.
    pub members: i64,
    /// Those of them with a visible review.
    pub writers: i64,
    /// By platform, the largest first.
    pub platforms: Vec<Platform>,
}

/// One platform.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Platform {
    /// Its id.
    pub platform: String,
    /// Requesters with visible reviews.
    pub requesters: i64,
    /// Visible reviews.
    pub reviews: i64,
}

/// Counts; `since` is where recent begins.
///
/// # Errors
/// Passes on what the database says.
pub async fn read(database: &AnyPool, since: Millis) -> Result<Figures, sqlx::Error> {
    let whole = super::community::read(database).await?;
    let recent = "select count(*) from review where state = $1 and shown = 1 and stored_at >= $2";
    let recent = sqlx::query_scalar(recent).bind(VISIBLE).bind(since);
    let imported = "select count(*) from review
         where state = $1 and shown = 1 and public_name in
             (select public_name from identity where origin = $2)";
    let imported = sqlx::query_scalar(imported)
        .bind(VISIBLE)
        .bind(Origin::Imported.as_str());
    let members = "select count(*) from identity where origin = $1";
    let members = sqlx::query_scalar(members).bind(Origin::Member.as_str());
    // By the voices, of which there are far fewer than reviews.
    let writers = "select count(*) from identity where origin = $2 and exists
             (select 1 from review where review.public_name = identity.public_name
                  and state = $1 and shown = 1)";
    let writers = sqlx::query_scalar(writers)
        .bind(VISIBLE)
        .bind(Origin::Member.as_str());
    let platforms = sqlx::query_as(
        "select platform, count(*) as requesters, cast(sum(reviews) as bigint) as reviews
         from aggregate join requester on requester.requester_key = aggregate.requester_key
         group by platform order by reviews desc, platform limit 100",
    );
    Ok(Figures {
        reviews: whole.reviews,
        requesters: whole.requesters,
        recent: recent.fetch_one(database).await?,
        imported: imported.fetch_one(database).await?,
        members: members.fetch_one(database).await?,
        writers: writers.fetch_one(database).await?,
        platforms: platforms.fetch_all(database).await?,
    })
}
