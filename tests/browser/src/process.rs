//! Processes that cannot outlive the test: each in a group of its own, under a shell that ends the
//! group when the pipe to the test closes, however the test ended.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread::JoinHandle;

use rustix::process::{Pid, Signal, kill_process_group};

use crate::Trouble;

/// Starts what follows it, then waits for the end of its input and ends the group.
/// It lets go of the program's output, so that the output ends with the program.
const WATCH: &str = r#""$@" & exec >&- 2>&-; read -r _; kill -KILL 0"#;

/// A program with everything that it started.
pub struct Group {
    shell: Child,
    /// Held open as long as the group may live.
    _leash: Option<ChildStdin>,
    output: Option<BufReader<ChildStdout>>,
    drained: Option<JoinHandle<()>>,
}

impl Group {
    /// Starts a program with its output to be read here and its complaints in `log`.
    ///
    /// # Errors
    /// The program or the log cannot be opened.
    pub fn start(program: &Path, arguments: &[String], log: &Path) -> Result<Self, Trouble> {
        let told = |why: std::io::Error| Trouble(format!("{}: {why}", program.display()));
        let complaints = std::fs::File::options()
            .create(true)
            .append(true)
            .open(log)
            .map_err(told)?;
        let mut shell = Command::new("sh")
            .args(["-c", WATCH, "sh"])
            .arg(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(complaints)
            .process_group(0)
            .spawn()
            .map_err(told)?;
        let leash = shell.stdin.take();
        let output = shell.stdout.take().map(BufReader::new);
        Ok(Self {
            shell,
            _leash: leash,
            output,
            drained: None,
        })
    }

    /// The number of its group.
    pub fn id(&self) -> u32 {
        self.shell.id()
    }

    /// The first line of its output for which `wanted` gives something.
    ///
    /// # Errors
    /// The program ended without such a line; what it printed is in the message.
    pub fn line<T>(&mut self, wanted: impl Fn(&str) -> Option<T>) -> Result<T, Trouble> {
        let mut printed = String::new();
        if let Some(output) = &mut self.output {
            let mut line = String::new();
            while output.read_line(&mut line).is_ok_and(|read| 0 < read) {
                if let Some(found) = wanted(&line) {
                    return Ok(found);
                }
                printed.push_str(&line);
                line.clear();
            }
        }
        Err(Trouble(format!(
            "the program ended and had only said: {printed:?}"
        )))
    }

    /// Goes on reading its output to nowhere, so that it never blocks on a full pipe.
    pub fn drain(&mut self) {
        if let Some(mut output) = self.output.take() {
            let drain = move || drop(std::io::copy(&mut output, &mut std::io::sink()));
            self.drained = Some(std::thread::spawn(drain));
        }
    }

    /// Ends everything at once, as a power cut would.
    pub fn kill(&mut self) {
        self.signal(Signal::KILL);
        let _ = self.shell.wait();
    }

    /// Asks it to end and waits until nobody holds its output any more.
    pub fn terminate(&mut self) {
        self.signal(Signal::TERM);
        let _ = self.shell.wait();
        self.drain();
        if let Some(drained) = self.drained.take() {
            let _ = drained.join();
        }
    }

    fn signal(&self, signal: Signal) {
        if let Some(group) = i32::try_from(self.shell.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process_group(group, signal);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}
