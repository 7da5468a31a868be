//! The command line of the packer; `build.sh` is its user.

use std::process::ExitCode;

use anyhow::{Result, bail};
use tallystick_pack::layout::{BROWSERS, Layout, Mode};
use tallystick_pack::{build, dist, package, size};

const USAGE: &str = "tallystick-pack build [--fast] | package | repeat | sizes";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(text) => {
            say(&text);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<String> {
    match arguments {
        ["build"] => built(Mode::Release),
        ["build", "--fast"] => built(Mode::Fast),
        ["package"] => packaged(),
        ["repeat"] => repeated(),
        ["sizes"] => sizes(),
        _ => bail!("usage: {USAGE}"),
    }
}

fn built(mode: Mode) -> Result<String> {
    let layout = Layout::here(mode)?;
    build::build(&layout)?;
    Ok(BROWSERS
        .map(|browser| format!("built {}", layout.dist(browser).display()))
        .join("\n"))
}

fn packaged() -> Result<String> {
    let layout = Layout::here(Mode::Release)?;
    let zips = package::package(&layout, env!("CARGO_PKG_VERSION"))?;
    let lines: Vec<String> = zips
        .iter()
        .map(|zip| format!("packed {}", zip.display()))
        .collect();
    Ok(lines.join("\n"))
}

fn repeated() -> Result<String> {
    package::repeat(&Layout::here(Mode::Release)?)?;
    Ok("the same bytes twice".to_owned())
}

fn sizes() -> Result<String> {
    let layout = Layout::here(Mode::Release)?;
    size::table(&dist::collect(&layout.dist("chrome"), |_| true)?)
}

#[expect(clippy::print_stdout, reason = "this is the command line")]
fn say(text: &str) {
    println!("{}", text.trim_end());
}
