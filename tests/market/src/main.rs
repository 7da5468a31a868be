//! `tallystick-market`: the demo marketplace from the command line.

#![allow(clippy::print_stdout)] // What a command prints is its result.

use std::process::ExitCode;

use tallystick_market::{HOSTS, LISTS, Market, requesters};

const HELP: &str = "\
tallystick-market serve [--port N]   play the platforms on https://127.0.0.1:N (a free port unless told)
tallystick-market requesters         one JSON line for each requester of the sample pages";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["serve"] => serve(0),
        ["serve", "--port", port] => match port.parse() {
            Ok(port) => serve(port),
            Err(_) => Err(format!("--port {port}: must be a number up to 65535")),
        },
        ["requesters"] => {
            print!("{}", requesters::lines());
            Ok(())
        }
        _ => Err(HELP.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn serve(port: u16) -> Result<(), String> {
    let market = Market::open(port).map_err(|why| why.to_string())?;
    println!("listening on https://127.0.0.1:{}", market.port());
    let rules: Vec<String> = HOSTS
        .iter()
        .map(|(_, host)| format!("MAP {host}:443 127.0.0.1:{}", market.port()))
        .collect();
    println!(
        "chromium --ignore-certificate-errors --host-resolver-rules=\"{}\"",
        rules.join(", ")
    );
    for (_, list) in LISTS {
        println!("  {list}");
    }
    loop {
        std::thread::park();
    }
}
