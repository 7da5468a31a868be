//! From a data folder to the two texts that the command writes. The same folder gives the same bytes.

use std::collections::BTreeSet;
use std::path::Path;

use crate::baseline::Baseline;
use crate::data::{self, Group};
use crate::table::{self, Fold};
use crate::{model, write};

/// What a refit gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refit {
    /// The text of `crate/core/src/generated.rs`.
    pub constants: String,
    /// The text of `docs/pay-figures.md`.
    pub figures: String,
}

/// Refits on everything in the folder, and judges it on each owner left out in turn.
///
/// # Errors
/// The file that cannot be read, and which line.
pub fn refit(folder: &Path) -> Result<Refit, String> {
    let groups = data::load(folder)?;
    let owners: BTreeSet<&str> = groups.iter().map(|it| it.owner.as_str()).collect();
    let owners: Vec<&str> = owners.into_iter().collect();
    let all: Vec<&Group> = groups.iter().collect();
    let n_times = groups.iter().flat_map(|it| &it.workers).map(Vec::len).sum();
    let fitted = model::fit(&all).model();
    Ok(Refit {
        constants: write::generated(&fitted, groups.len(), owners.len(), n_times),
        figures: table::page(&folds(&groups, &owners)),
    })
}

/// One fold an owner, in their order; fitted side by side, since no fold needs another.
fn folds<'a>(groups: &'a [Group], owners: &[&str]) -> Vec<Fold<'a>> {
    let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
    let of =
        |owners: &[&str]| -> Vec<Fold<'a>> { owners.iter().map(|it| fold(groups, it)).collect() };
    std::thread::scope(|scope| {
        let parts = owners.chunks(owners.len().div_ceil(n_threads).max(1));
        let running: Vec<_> = parts.map(|part| scope.spawn(move || of(part))).collect();
        let done = running.into_iter().flat_map(|it| {
            it.join()
                .unwrap_or_else(|why| std::panic::resume_unwind(why))
        });
        done.collect()
    })
}

fn fold<'a>(groups: &'a [Group], owner: &str) -> Fold<'a> {
    let (groups, others): (Vec<&Group>, Vec<&Group>) =
        groups.iter().partition(|it| it.owner == owner);
    Fold {
        fitted: model::fit(&others),
        baseline: Baseline::fit(&others),
        groups,
    }
}
