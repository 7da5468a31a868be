//! What somebody may still do, counted for all processes of a community in the transaction that
//! does it, so that it costs no wait for the disk of its own.
//!
//! This room refuses to know requests and answers.

use std::collections::HashMap;
use std::net::IpAddr;

use sqlx::AnyConnection;
use tallystick_wire::Millis;

use crate::challenge::Seal;
use crate::limit::{Limited, next_level};
use crate::store::allowance;

/// Hex digits of an address's slot: each of the 65,536 slots stands for as many addresses of IPv4.
const ADDRESS_DIGITS: usize = 4;
/// Hex digits of an identity's slot.
const IDENTITY_DIGITS: usize = 16;

/// What a work takes from somebody's allowance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What is done.
    pub what: Limited,
    /// How often an hour.
    pub per_hour: u32,
    slot: String,
}

/// Too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Denied {
    /// What.
    pub what: Limited,
    /// In how many seconds it is possible again.
    pub retry_after: u32,
}

impl Claim {
    /// By an address, as [`crate::limit::address_key`] has it. What is kept of it is less than an
    /// address.
    pub fn of_address(seal: &Seal, address: IpAddr, what: Limited, per_hour: u32) -> Self {
        Self::of(seal, &address.to_string(), ADDRESS_DIGITS, (what, per_hour))
    }

    /// By an identity. Its name is not kept.
    pub fn of_identity(seal: &Seal, public_name: &str, what: Limited, per_hour: u32) -> Self {
        Self::of(seal, public_name, IDENTITY_DIGITS, (what, per_hour))
    }

    fn of(seal: &Seal, who: &str, digits: usize, (what, per_hour): (Limited, u32)) -> Self {
        let mark = seal.mark(&format!("allowance:{}:{who}", what.as_str()));
        let mark = mark.get(..digits).unwrap_or_default();
        Self {
            what,
            per_hour,
            slot: format!("{}:{mark}", what.as_str()),
        }
    }
}

/// Takes what each claims, in their order; what is denied takes nothing.
///
/// # Errors
/// Passes on what the database says.
pub async fn take_all(
    connection: &mut AnyConnection,
    claims: &[Option<&Claim>],
    now: Millis,
) -> Result<Vec<Option<Denied>>, sqlx::Error> {
    let mut slots: Vec<&str> = claims.iter().flatten().map(|it| it.slot.as_str()).collect();
    slots.sort_unstable();
    slots.dedup();
    if slots.is_empty() {
        return Ok(vec![None; claims.len()]);
    }
    let mut levels = allowance::of_each(connection, &slots).await?;
    let mut taken: HashMap<&str, Millis> = HashMap::new();
    let mut verdicts = Vec::with_capacity(claims.len());
    for claim in claims {
        let verdict = claim.and_then(|it| {
            match next_level(levels.get(&it.slot).copied(), it.per_hour, now) {
                Ok(level) => {
                    levels.insert(it.slot.clone(), level);
                    taken.insert(it.slot.as_str(), level);
                    None
                }
                Err(retry_after) => Some(Denied {
                    what: it.what,
                    retry_after,
                }),
            }
        });
        verdicts.push(verdict);
    }
    allowance::sweep(connection, now).await?;
    let mut taken: Vec<(&str, Millis)> = taken.into_iter().collect();
    // Rows are locked in one order by everyone.
    taken.sort_unstable();
    allowance::put(connection, &taken).await?;
    Ok(verdicts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_tells_neither_name_nor_address() {
        let seal = Seal::new("key".to_owned());
        let name = Claim::of_identity(&seal, "tsw_abcdefghijklmn", Limited::Sync, 1);
        assert!(name.slot.starts_with("sync:") && !name.slot.contains("tsw_"));
        let slot = |address: &str| {
            Claim::of_address(&seal, address.parse().unwrap(), Limited::Register, 1).slot
        };
        assert_eq!(slot("192.0.2.1").len(), "register:".len() + ADDRESS_DIGITS);
        assert_ne!(slot("192.0.2.1"), slot("192.0.2.2"));
        let other = Seal::new("another key".to_owned());
        let there = Claim::of_identity(&other, "tsw_abcdefghijklmn", Limited::Sync, 1);
        assert_ne!(
            name.slot, there.slot,
            "another community's slots are others"
        );
    }
}
