//! Flags, holds, acts and the desk.

use reqwest::{Client, Method, StatusCode, get, redirect::Policy};
use serde_json::{Value, json};
use sqlx::{AnyConnection, Connection};
use tallystick_server::secret::Secret;
use tallystick_server::store::{Database, act};
use tallystick_wire::api::{ItemAnswer, Me};

use crate::{Ground, Worker, about, ground::BEGIN, review};

/// A moderator's browser: a cookie, and forms.
struct Desk {
    base: String,
    client: Client,
    cookie: String,
}

impl Desk {
    async fn open(ground: &Ground, base: &str) -> Self {
        let secret = Secret::new_moderator().unwrap();
        let database = Database::open(&ground.url).await.unwrap();
        let mut transaction = database.begin().await.unwrap();
        act::add_moderator(&mut transaction, "Mo", &secret.hash(), BEGIN)
            .await
            .unwrap();
        transaction.commit().await.unwrap();
        database.close().await;
        let client = Client::builder().redirect(Policy::none()).build().unwrap();
        let form = format!("secret={}", secret.reveal());
        let answer = post(&client, base, "", form).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
            "{cookie}"
        );
        let cookie = cookie.split(';').next().unwrap().to_owned();
        Self {
            base: base.to_owned(),
            client,
            cookie,
        }
    }

    async fn page(&self) -> String {
        let request = self
            .client
            .get(format!("{}/desk", self.base))
            .header("cookie", &self.cookie);
        request.send().await.unwrap().text().await.unwrap()
    }

    async fn act(&self, kind: &str, review: &Value, reason: &str) -> StatusCode {
        let id = review["id"].as_str().unwrap();
        let form = format!("act={kind}&review={id}&reason={reason}");
        self.send(&form).await.status()
    }

    /// A form of the desk with the mark of this session.
    async fn send(&self, form: &str) -> reqwest::Response {
        let page = self.page().await;
        let mark = between(&page, "name=\"mark\" value=\"", '"');
        let form = format!("mark={mark}&{form}");
        post(&self.client, &self.base, &self.cookie, form).await
    }
}

fn between<'a>(text: &'a str, before: &str, after: char) -> &'a str {
    let rest = text.split_once(before).unwrap().1;
    rest.split_once(after).unwrap().0
}

async fn post(client: &Client, base: &str, cookie: &str, form: String) -> reqwest::Response {
    let request = client.post(format!("{base}/desk")).header("cookie", cookie);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    request.body(form).send().await.unwrap()
}

async fn me(worker: &Worker) -> Me {
    serde_json::from_str(&worker.get("/v1/identities/me").await).unwrap()
}

pub async fn a_burst_is_held_with_its_reason_and_released_by_a_moderator(ground: &Ground) {
    let server = ground.server_with(&["--probation-days", "30"], BEGIN).await;
    let mut last = (Worker::stranger(&server.base), json!(null));
    for _ in 0..5 {
        last = (Worker::registered(&server.base).await, review("A1", 5));
        assert_eq!(last.0.put(&last.1).await, ItemAnswer::Stored);
    }
    let (worker, held) = last;
    assert_eq!(about(&server.base).await.reviews, 4);
    let notices = me(&worker).await.notices;
    assert_eq!((notices.len(), notices[0].act.as_str()), (1, "hold"));
    assert!(notices[0].reason.contains("5 new voices praise"));
    let desk = Desk::open(ground, &server.base).await;
    let waits = desk.page().await;
    assert!(waits.contains("Held: part of a burst") && waits.contains(&notices[0].reason));
    assert_eq!(
        desk.act("release", &held, "").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        desk.act("release", &held, "They+are+real").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(about(&server.base).await.reviews, 5);
    assert!(desk.page().await.contains("Nothing waits"));
    let log = get(format!("{}/log", server.base))
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        log.contains("They are real") && log.contains("by Mo") && log.contains("by the server")
    );
}

pub async fn a_flagged_review_is_hidden_restored_and_its_author_told(ground: &Ground) {
    let server = ground.server().await;
    let (ann, bob) = (
        Worker::registered(&server.base).await,
        Worker::registered(&server.base).await,
    );
    let mut it = review("A1", 1);
    it["text"] = json!("<b>Dr Who</b> lives at 5 Elm Street");
    ann.put(&it).await;
    let flag = json!({"review": it["id"], "reason": "personal_data", "words": "an <i>address</i>"});
    let flagged = bob
        .ask(Method::POST, "/v1/flags")
        .json(&flag)
        .send()
        .await
        .unwrap();
    assert_eq!(flagged.status(), 204);
    let desk = Desk::open(ground, &server.base).await;
    let page = desk.page().await;
    assert!(page.contains("an &lt;i&gt;address&lt;/i&gt;") && !page.contains("<b>Dr"));
    assert_eq!(
        desk.act("hide", &it, "An+address").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        (bob.texts().await.len(), about(&server.base).await.reviews),
        (0, 0)
    );
    // An edit does not bring it back; deleting still works on what is hidden.
    it["revision"] = json!(2);
    it["text"] = json!("He lives elsewhere");
    assert_eq!(ann.put(&it).await, ItemAnswer::Stored);
    assert_eq!(about(&server.base).await.reviews, 0);
    assert_eq!(me(&ann).await.notices[0].reason, "An address");
    assert!(me(&bob).await.notices.is_empty());
    assert!(desk.page().await.contains("value=\"restore\""));
    assert_eq!(
        desk.act("restore", &it, "Edited").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(about(&server.base).await.reviews, 1);
    // Forgetting leaves the act and takes the name.
    let gone = ann
        .ask(Method::DELETE, "/v1/identities/me")
        .send()
        .await
        .unwrap();
    assert_eq!(gone.status(), 204);
    let log = get(format!("{}/log", server.base))
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(log.contains("An address") && !log.contains(&ann.name));
}

pub async fn a_suspended_author_may_only_delete(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let it = review("A1", 1);
    worker.put(&it).await;
    let desk = Desk::open(ground, &server.base).await;
    assert_eq!(
        desk.act("suspend", &it, "Threats").await,
        StatusCode::SEE_OTHER
    );
    let ItemAnswer::Refused { code, .. } = worker.put(&review("A2", 1)).await else {
        panic!("a suspended worker was heard");
    };
    assert_eq!(code, "suspended");
    assert!(me(&worker).await.suspended_until.is_some());
    assert_eq!(worker.delete(&it, 2).await, ItemAnswer::Stored);
    server.pass(31 * 86_400_000);
    assert_eq!(worker.put(&review("A2", 1)).await, ItemAnswer::Stored);
}

pub async fn the_desk_says_what_was_done_or_why_it_stays_closed(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let it = review("A1", 1);
    worker.put(&it).await;
    let desk = Desk::open(ground, &server.base).await;
    let id = it["id"].as_str().unwrap();
    let answer = desk
        .send(&format!("act=hide&review={id}&reason=An+address"))
        .await;
    assert_eq!(answer.headers()["location"], "desk?did=hide");
    let page = |path: &'static str, cookie: &str| {
        let request = desk.client.get(format!("{}/{path}", server.base));
        request.header("cookie", cookie.to_owned()).send()
    };
    let told = page("desk?did=hide", &desk.cookie).await.unwrap();
    assert!(told.text().await.unwrap().contains("The review is hidden"));
    let made_up = page("desk?did=%3Cb%3E", &desk.cookie).await.unwrap();
    assert!(!made_up.text().await.unwrap().contains("role=\"status\""));
    let lost = page("desk?did=enter", "").await.unwrap();
    assert_eq!(lost.status(), StatusCode::UNAUTHORIZED);
    let why = lost.text().await.unwrap();
    assert!(why.contains("did not keep the session") && why.contains("http://127.0.0.1"));
}

pub async fn the_desk_is_closed_to_everyone_else(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let it = review("A1", 1);
    worker.put(&it).await;
    let desk = Desk::open(ground, &server.base).await;
    let id = it["id"].as_str().unwrap();
    let form = format!("act=hide&review={id}&reason=x");
    // A foreign page can send the form, but knows no mark.
    let foreign = post(&desk.client, &server.base, &desk.cookie, form.clone()).await;
    assert_eq!(foreign.status(), 403);
    for (cookie, form) in [
        (String::new(), form),
        (String::new(), format!("secret={}", worker.secret)),
        (String::new(), format!("secret=tsm_{}", "a".repeat(43))),
        (
            format!("tallystick_desk={}", worker.secret),
            "act=hide".to_owned(),
        ),
    ] {
        assert_eq!(
            post(&desk.client, &server.base, &cookie, form)
                .await
                .status(),
            401
        );
    }
    assert_eq!(about(&server.base).await.reviews, 1);
    let stranger = get(format!("{}/desk", server.base)).await.unwrap();
    assert_eq!(stranger.headers()["cache-control"], "no-store");
    assert!(!stranger.text().await.unwrap().contains("Nothing waits"));
}

pub async fn a_requesters_answer_stands_beside_the_review(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let it = review("A1", 1);
    worker.put(&it).await;
    let desk = Desk::open(ground, &server.base).await;
    let id = it["id"].as_str().unwrap();
    let form = format!("act=answer&review={id}&reason=From+their+address&text=We+<i>paid</i>");
    assert_eq!(desk.send(&form).await.status(), StatusCode::SEE_OTHER);
    let reply = worker.texts().await.remove(0).reply.unwrap();
    assert_eq!(
        (reply.text.as_str(), reply.verified.as_str()),
        ("We <i>paid</i>", "From their address")
    );
    let reviews = format!("{}/reviews", server.base);
    let page = get(&reviews).await.unwrap().text().await.unwrap();
    assert!(page.contains("We &lt;i&gt;paid&lt;/i&gt;") && page.contains("From their address"));
    let looked = desk.client.get(format!("{}/desk?review={id}", server.base));
    let looked = looked.header("cookie", &desk.cookie).send().await.unwrap();
    assert!(looked.text().await.unwrap().contains("value=\"answer\""));
    assert_eq!(me(&worker).await.notices[0].act, "answer");
    // An edit leaves it; an empty answer takes it away.
    let mut edited = it.clone();
    edited["revision"] = json!(2);
    worker.put(&edited).await;
    assert!(worker.texts().await[0].reply.is_some());
    let form = format!("act=answer&review={id}&reason=They+asked&text=");
    assert_eq!(desk.send(&form).await.status(), StatusCode::SEE_OTHER);
    assert!(worker.texts().await[0].reply.is_none());
}

pub async fn moderators_invite_and_revoke(ground: &Ground) {
    let flags = ["--registration", "invitation"];
    let server = ground.server_with(&flags, BEGIN).await;
    let desk = Desk::open(ground, &server.base).await;
    let page = desk.send("act=invite&uses=3&reason=for+Ann").await;
    let page = page.text().await.unwrap();
    let invitation = between(&page, "<code>", '<').to_owned();
    let join = async |worker: &Worker| {
        let request = worker.ask(Method::POST, "/v1/identities");
        let body = json!({"invitation": invitation});
        request.json(&body).send().await.unwrap().status().as_u16()
    };
    assert_eq!(join(&Worker::stranger(&server.base)).await, 201);
    let page = desk.page().await;
    assert!(page.contains("by Mo (for Ann): 2 of 3 left") && !page.contains(&invitation));
    let list = page.split_once("2 of 3 left").unwrap().1;
    let id = between(list, "name=\"review\" value=\"", '"');
    let revoked = desk.send(&format!("act=uninvite&review={id}")).await;
    assert_eq!(revoked.status(), StatusCode::SEE_OTHER);
    assert_eq!(join(&Worker::stranger(&server.base)).await, 403);
}

/// Keeps everyone else from writing until it is dropped.
async fn locked(ground: &Ground) -> AnyConnection {
    let mut connection = AnyConnection::connect(&ground.url).await.unwrap();
    for it in match ground.file() {
        Some(_) => ["begin immediate", "select 1"],
        None => ["begin", "lock table community in exclusive mode"],
    } {
        sqlx::query(it).execute(&mut connection).await.unwrap();
    }
    connection
}

/// On PostgreSQL: cuts the connection that waits for a lock, as a failover does. SQLite gives up
/// by itself.
async fn cut(ground: &Ground) {
    if ground.file().is_some() {
        return;
    }
    let cut = "select cast(pg_terminate_backend(pid) as text) from pg_stat_activity
               where datname = current_database() and wait_event_type = 'Lock'";
    while ground.rows(cut).await.is_empty() {
        tokio::task::yield_now().await;
    }
}

pub async fn the_desk_says_when_the_database_is_not_there(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let it = review("A1", 3);
    worker.put(&it).await;
    let desk = Desk::open(ground, &server.base).await;
    let form = format!("act=hide&review={}&reason=rude", it["id"].as_str().unwrap());
    let lock = locked(ground).await;
    let (answer, ()) = tokio::join!(desk.send(&form), cut(ground));
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.headers()["retry-after"], "5");
    lock.close().await.unwrap();
    assert_eq!(desk.send(&form).await.status(), StatusCode::SEE_OTHER);
}
