//! Measures look-ups in a table of 100,000 requesters.

fn main() {}
