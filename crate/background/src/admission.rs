//! Becoming a member of a backend: what it asks for is found out by asking to be let in.
//!
//! Work is done in slices, between which everything else here gets its turn; how far it is can be
//! asked meanwhile. It refuses to know what is stored: the secret is the caller's.

use std::cell::Cell;

use sha2::{Digest, Sha256};
use tallystick_browser::clock;
use tallystick_core::work;
use tallystick_wire::api::{Challenge, IdentityCreated, RegisterRequest};

use crate::client::{Client, Fault};

/// Numbers that are tried before others get their turn: some tens of milliseconds.
const SLICE: u64 = 10_000;
/// Challenges that are solved at the most, should one be refused.
const ATTEMPTS: u32 = 2;

thread_local! {
    static PROGRESS: Cell<Option<f64>> = const { Cell::new(None) };
}

/// How far the work for a membership is, 0..=1: the chance that it would be done by now.
pub fn progress() -> Option<f64> {
    PROGRESS.get()
}

/// Makes the secret known at a backend, with an invitation or, if it is asked for, with work.
pub async fn register(
    client: &Client<'_>,
    invitation: Option<&str>,
) -> Result<IdentityCreated, Fault> {
    let asked = RegisterRequest {
        invitation: invitation.map(str::to_owned),
        ..RegisterRequest::default()
    };
    let mut answer = client.register(&asked).await;
    for _ in 0..ATTEMPTS {
        let code = answer.as_ref().err().map(|fault| fault.code.as_str());
        if !matches!(code, Some("work_required" | "bad_work" | "work_spent")) {
            break;
        }
        let solved = solved(client).await?;
        answer = client.register(&solved).await;
    }
    answer
}

async fn solved(client: &Client<'_>) -> Result<RegisterRequest, Fault> {
    let it = client.challenge().await?;
    if work::BITS_MAX < it.bits {
        let why = "it asks for more work than any backend may";
        return Err(Fault::garbage("its challenge", why));
    }
    let done = Working;
    let nonce = solve(&it, client.secret.unwrap_or_default()).await;
    drop(done);
    Ok(RegisterRequest {
        challenge: Some(it.challenge),
        nonce: Some(nonce),
        invitation: None,
    })
}

async fn solve(it: &Challenge, secret: &str) -> u64 {
    let hash: String = Sha256::digest(secret.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let mut from = 0;
    loop {
        PROGRESS.set(Some(work::progress(from, it.bits)));
        if let Some(nonce) = work::solve(&it.challenge, &hash, it.bits, from, SLICE) {
            return nonce;
        }
        from += SLICE;
        clock::turn().await;
    }
}

/// Whose drop says that no work is being done, also when it is given up half-way.
struct Working;

impl Drop for Working {
    fn drop(&mut self) {
        PROGRESS.set(None);
    }
}
