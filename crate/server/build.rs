//! Migrations are embedded: a new file has to be compiled in.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
