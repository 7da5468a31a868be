//! What I am like beside others, in a sentence: "You are usually 20 % faster." It refuses to know how
//! that was found.

use crate::pay::Speed;
use crate::show::evidence::whole;

/// A difference in speed below this many per cent is not worth a word.
const PER_CENT_MIN: u32 = 5;

/// "You are usually 20 % faster."
pub(super) fn pace(speed: Speed) -> Option<String> {
    let per_cent = whole((speed.mean.exp() - 1.0).abs() * 100.0);
    let how = if speed.mean < 0.0 { "faster" } else { "slower" };
    (PER_CENT_MIN <= per_cent)
        .then(|| ["You are usually ", &per_cent.to_string(), " % ", how, "."].concat())
}
