//! A large community, made up: the same each time, in the form that `import` reads.
//!
//! Few requesters have very many reviews and most have some, as everywhere; reviews are spread over
//! three years and 20,000 workers. Lines of the aggregates are left to the server, which computes
//! what is stale when it starts.

use std::io::Write;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tallystick_chaos::Failure;
use tallystick_core::key::lookup_key;
use tallystick_core::trust::lean;
use tallystick_server::portable::{Kind, Schema};
use tallystick_server::secret::{hex, letters_of, sha256_hex};
use tallystick_wire::{RequesterKey, Review};

use crate::client::{CLIENTS, secret};

/// Workers who have written the reviews.
const WORKERS: usize = 20_000;
/// Reviews of a requester on average.
pub const OF_ONE: usize = 20;
/// Milliseconds over which they are spread: three years.
const SPREAD: i64 = 3 * 365 * 86_400_000;

const WORDS: [&str; 24] = [
    "paid",
    "the",
    "next",
    "day",
    "survey",
    "took",
    "longer",
    "than",
    "it",
    "says",
    "fair",
    "requester",
    "answered",
    "my",
    "message",
    "within",
    "hours",
    "broken",
    "page",
    "at",
    "end",
    "would",
    "work",
    "again",
];

/// Columns and their values; those that are not said are empty.
type Said = Vec<(&'static str, Value)>;

struct Lines<W> {
    out: W,
    hash: Sha256,
    schema: Schema,
    rows: u64,
}

impl<W: Write> Lines<W> {
    fn line(&mut self, line: &Value) -> Result<(), Failure> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        self.hash.update(&text);
        Ok(self.out.write_all(&text)?)
    }

    fn row(&mut self, table: &str, said: &Said) -> Result<(), Failure> {
        let mut tables = self.schema.tables.iter();
        let found = tables.find(|it| it.name == table).ok_or("no such table")?;
        let columns = found.columns.iter().map(|column| {
            let value = said.iter().find(|it| it.0 == column.name);
            value.map_or_else(|| nothing(column.kind), |it| it.1.clone())
        });
        let row: Vec<Value> = columns.collect();
        self.rows += 1;
        self.line(&json!({"table": table, "row": row}))
    }
}

fn nothing(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!(""),
        Kind::Integer => json!(0),
        Kind::Float => json!(0.0),
    }
}

/// How many reviews each requester has: the first ones most.
fn shares(reviews: usize) -> Vec<usize> {
    let requesters = (reviews / OF_ONE).max(1);
    let weight = |rank: usize| (rank as f64 + 50.0).powf(-0.6);
    let all: f64 = (0..requesters).map(weight).sum();
    let share = |rank| (weight(rank) / all * reviews as f64).round().max(1.0) as usize;
    (0..requesters).map(share).collect()
}

/// The value of the requester of a rank, on MTurk.
pub fn requester(rank: usize) -> String {
    format!(
        "A{}",
        letters_of(&format!("requester {rank}")).to_uppercase()
    )
}

/// The key of such a requester.
pub fn key(value: &str) -> Result<RequesterKey, Failure> {
    Ok(serde_json::from_value(
        json!({"platform": "mturk", "kind": "id", "value": value}),
    )?)
}

fn name_of(worker: usize) -> String {
    format!("tsw_{}", letters_of(&format!("worker {worker}")))
}

/// Writes a community of so many reviews, as of `now`. The clients of the bench are members of it.
pub async fn write(out: impl Write, reviews: usize, now: i64) -> Result<(), Failure> {
    let schema = Schema::of_migrations().await?;
    let head = json!({"tallystick": "community", "schema": schema.version});
    let mut lines = Lines {
        out,
        hash: Sha256::new(),
        schema,
        rows: 0,
    };
    lines.line(&head)?;
    write_workers(&mut lines, now - SPREAD - 86_400_000)?;
    let shares = shares(reviews);
    let mut count = 0;
    for (rank, share) in shares.iter().enumerate() {
        let value = requester(rank);
        let look_up = json!(lookup_key(&key(&value)?));
        lines.row(
            "requester",
            &vec![
                ("requester_key", look_up.clone()),
                ("platform", json!("mturk")),
                ("kind", json!("id")),
                ("value", json!(value)),
            ],
        )?;
        for nth in 0..*share {
            let review = review(rank, nth, now)?;
            let row = row_of(&review, (rank, nth), &look_up)?;
            lines.row("review", &row)?;
            count += 1;
        }
        let stale = vec![
            ("requester_key", look_up),
            ("reviews", json!(share)),
            ("stale_on", json!(0)),
        ];
        lines.row("aggregate", &stale)?;
    }
    let whole = vec![
        ("only_row", json!(1)),
        ("requesters", json!(shares.len())),
        ("reviews", json!(count)),
        ("version", json!(1)),
    ];
    lines.row("community", &whole)?;
    let sha256 = hex(&lines.hash.clone().finalize());
    let foot = json!({"rows": lines.rows, "sha256": sha256});
    lines.line(&foot)?;
    Ok(lines.out.flush()?)
}

fn write_workers(lines: &mut Lines<impl Write>, since: i64) -> Result<(), Failure> {
    for worker in 0..WORKERS {
        let grown = vec![
            ("public_name", json!(name_of(worker))),
            ("created_at", json!(since)),
            ("origin", json!("member")),
            ("requesters", json!(9)),
            ("days", json!(9)),
        ];
        lines.row("identity", &grown)?;
    }
    for client in 0..CLIENTS {
        let token = vec![
            ("secret_hash", json!(sha256_hex(secret(client).as_bytes()))),
            ("public_name", json!(name_of(usize::try_from(client)?))),
            ("created_at", json!(since)),
        ];
        lines.row("token", &token)?;
    }
    Ok(())
}

/// The `nth` review of a requester.
fn review(rank: usize, nth: usize, now: i64) -> Result<Review, Failure> {
    let dice = rank
        .wrapping_mul(7_919)
        .wrapping_add(nth.wrapping_mul(104_729));
    let score = |salt: usize| 1 + (dice / salt + rank) % 5;
    let words =
        (0..20 + dice % 30).filter_map(|it| WORDS.get((dice / (it + 1) + it) % WORDS.len()));
    let words = words.copied();
    let text: Vec<&str> = words.collect();
    let ago = i64::try_from(dice.wrapping_mul(2_654_435_761) % 1_000_003)? * SPREAD / 1_000_003;
    Ok(serde_json::from_value(json!({
        "id": format!("0199a5d0-{:04x}-7000-8{:03x}-{rank:012x}", nth >> 12, nth & 0xfff),
        "revision": 1,
        "requester": key(&requester(rank))?,
        "requester_name": format!("Requester {rank}"),
        "task": {
            "group": {"platform": "mturk", "value": format!("G{rank}-{}", nth % 5)},
            "title": "A survey about everyday decisions",
            "reward": {"minor": 20 + dice % 300, "currency": "USD"},
            "claimed_seconds": 300,
        },
        "scores": {"fairness": score(3), "generosity": score(7), "promptness": score(11)},
        "measured": {"work_seconds": 120 + dice % 1_800},
        "text": text.join(" "),
        "written_at": now - ago,
    }))?)
}

fn row_of(review: &Review, (rank, nth): (usize, usize), key: &Value) -> Result<Said, Failure> {
    Ok(vec![
        ("review_id", json!(review.id.as_str())),
        ("revision", json!(1)),
        ("public_name", json!(name_of((rank * 31 + nth) % WORKERS))),
        ("requester_key", key.clone()),
        ("task_group", json!(format!("G{rank}-{}", nth % 5))),
        ("state", json!("visible")),
        ("written_at", json!(review.written_at)),
        ("stored_at", json!(review.written_at)),
        ("body", json!(serde_json::to_string(review)?)),
        ("shown", json!(1)),
        ("lean", json!(lean(review))),
    ])
}
