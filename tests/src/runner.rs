//! Runs every test in a process and an instance of its own, and, unless its suite is about the instance's
//! files, twice: with the library on the instance, and with the library as the client of a service.
//!
//! `C_Initialize`, logins and locked PINs belong to a process and a token, so tests that share either
//! would depend on one another, and one crash would end them all. A suite is a program that lists its
//! tests with [`suite!`](crate::suite); started plainly it starts itself once per test, with a copy of
//! one freshly made instance, and reports; started with `--child NAME` it runs that test.
//!
//! Arguments: words filter by name, `--list` lists, everything else cargo passes is ignored.
//! `STRONGROOM_TEST_JOBS` sets how many tests run at once; `STRONGROOM_TEST_WHERE` is `embedded` or
//! `service` for one of both.

use crate::Service;
use crate::instance;
use std::collections::VecDeque;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// A test and its name.
pub type Test = (&'static str, fn());

/// What a test process exits with when it could not run here.
const SKIPPED: i32 = 77;

/// Longest a single test may take.
const LIMIT: Duration = Duration::from_secs(420);

/// Ends this test as skipped, saying why.
pub fn skip(reason: &str) -> ! {
    println!("skipped: {reason}");
    std::process::exit(SKIPPED)
}

/// The variable that tells a process which part of its test it plays.
const PART: &str = "STRONGROOM_TEST_PART";

/// A further process of the running test, on the same instance: it runs the same test function, in which
/// [`part`] gives this word.
pub fn another(part: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("path of this program"));
    command.args(std::env::args().skip(1)).env(PART, part);
    command
}

/// The part that this process plays in its test; none in the test's first process.
pub fn part() -> Option<String> {
    std::env::var(PART).ok()
}

/// Where the slots of a test are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Where {
    /// In the process of the test.
    Embedded,
    /// At a service.
    Service,
}

impl Where {
    fn name(self) -> &'static str {
        match self {
            Self::Embedded => "embedded",
            Self::Service => "service",
        }
    }
}

/// The variable that says where the slots of the running test are.
const PLACE: &str = "STRONGROOM_TEST_PLACE";

/// Whether the slots of the running test are at a service.
pub fn at_service() -> bool {
    std::env::var(PLACE).is_ok_and(|place| place == Where::Service.name())
}

/// Lists the tests of a suite and makes its `main`. Those of a suite that begins with a place and a
/// semicolon run there only.
#[macro_export]
macro_rules! suite {
    (@$places:expr; $($path:path),*) => {
        fn main() -> std::process::ExitCode {
            $crate::runner::main($places, &[$((stringify!($path), $path as fn())),*])
        }
    };
    ($place:ident; $($path:path),* $(,)?) => {
        $crate::suite!{@&[$crate::runner::Where::$place]; $($path),*}
    };
    ($($path:path),* $(,)?) => {
        $crate::suite!{
            @&[$crate::runner::Where::Embedded, $crate::runner::Where::Service]; $($path),*
        }
    };
}

/// What a suite's `main` does.
pub fn main(places: &[Where], tests: &[Test]) -> std::process::ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, name] = &args[..]
        && flag == "--child"
    {
        let (_, test) = tests.iter().find(|(n, _)| n == name).expect("a test of this suite");
        test();
        return std::process::ExitCode::SUCCESS;
    }
    let words: Vec<&String> = args.iter().filter(|a| !a.starts_with('-')).collect();
    let wanted: Vec<&Test> = tests
        .iter()
        .filter(|(n, _)| words.is_empty() || words.iter().any(|w| n.contains(w.as_str())))
        .collect();
    if args.iter().any(|a| a == "--list") {
        wanted.iter().for_each(|(n, _)| println!("{n}: test"));
        return std::process::ExitCode::SUCCESS;
    }
    let only = std::env::var("STRONGROOM_TEST_WHERE").ok();
    let places: Vec<Where> = places
        .iter()
        .copied()
        .filter(|place| only.as_deref().is_none_or(|only| only == place.name()))
        .filter(|place| !instance::is_foreign() || *place == Where::Embedded)
        .collect();
    let runs: Vec<(Where, &Test)> = places
        .into_iter()
        .flat_map(|place| wanted.iter().map(move |test| (place, *test)))
        .collect();
    run_all(&runs)
}

fn run_all(tests: &[(Where, &Test)]) -> std::process::ExitCode {
    if tests.is_empty() {
        return std::process::ExitCode::SUCCESS;
    }
    let scratch = tempfile::tempdir().expect("a temporary directory");
    let fresh = scratch.path().join("fresh");
    if !instance::is_foreign() {
        std::fs::create_dir(&fresh).expect("make a directory");
        instance::make(&fresh, 2);
    }
    let jobs = std::env::var("STRONGROOM_TEST_JOBS").ok().and_then(|n| n.parse().ok());
    let jobs = jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(2, Into::into));
    let queue: Mutex<VecDeque<(Where, &Test)>> = Mutex::new(tests.iter().copied().collect());
    let outcomes: Mutex<Vec<Outcome>> = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                loop {
                    let Some((place, test)) = queue.lock().expect("queue").pop_front() else {
                        break;
                    };
                    let outcome = run_one(place, test, scratch.path(), &fresh);
                    println!("{}", outcome.line());
                    outcomes.lock().expect("outcomes").push(outcome);
                }
            });
        }
    });
    summary(&outcomes.into_inner().expect("outcomes"))
}

struct Outcome {
    name: String,
    status: Option<ExitStatus>,
    output: String,
    took: Duration,
}

impl Outcome {
    fn word(&self) -> &'static str {
        match self.status.map(|s| s.code()) {
            Some(Some(0)) => "ok",
            Some(Some(SKIPPED)) => "skipped",
            _ => "FAILED",
        }
    }

    fn line(&self) -> String {
        let notes: Vec<&str> = if self.word() == "FAILED" {
            Vec::new()
        } else {
            self.output.lines().filter(|l| !l.is_empty()).collect()
        };
        let notes: String = notes.iter().map(|n| format!("\n    {n}")).collect();
        format!("test {} ... {} ({:.1} s){notes}", self.name, self.word(), self.took.as_secs_f32())
    }

    fn why(&self) -> String {
        match self.status {
            None => format!("did not end within {} s", LIMIT.as_secs()),
            Some(status) => match status.signal() {
                Some(signal) => format!("ended by signal {signal}"),
                None => format!("exit status {}", status.code().unwrap_or(-1)),
            },
        }
    }
}

fn run_one(place: Where, test: &Test, scratch: &Path, fresh: &Path) -> Outcome {
    let file = format!("{}-{}", test.0.replace("::", "-"), place.name());
    let directory = scratch.join(&file);
    let mut service = None;
    let environment = if instance::is_foreign() {
        std::fs::create_dir(&directory).expect("make a directory");
        instance::make(&directory, 2)
    } else {
        instance::copy_directory(fresh, &directory);
        match place {
            Where::Embedded => instance::environment(&directory),
            Where::Service => service.insert(Service::start(&directory, &[])).environment(),
        }
    };
    let output_path = scratch.join(format!("{file}.output"));
    let output = std::fs::File::create(&output_path).expect("make a file");
    let begun = Instant::now();
    let mut child = Command::new(std::env::current_exe().expect("path of this program"))
        .args(["--child", test.0])
        .envs(environment)
        .env(PLACE, place.name())
        .env("STRONGROOM_TEST_DIRECTORY", &directory)
        .stdin(Stdio::null())
        .stdout(output.try_clone().expect("output"))
        .stderr(output)
        .spawn()
        .expect("start a test");
    let status = wait(&mut child, begun);
    let output =
        String::from_utf8_lossy(&std::fs::read(&output_path).unwrap_or_default()).into_owned();
    drop(service);
    let _ = std::fs::remove_dir_all(&directory);
    let name = match place {
        Where::Embedded => test.0.to_owned(),
        Where::Service => format!("{} (service)", test.0),
    };
    Outcome { name, status, output, took: begun.elapsed() }
}

/// Waits up to the limit; kills the child and gives nothing when it takes longer.
fn wait(child: &mut std::process::Child, begun: Instant) -> Option<ExitStatus> {
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait().expect("wait for a test") {
            return Some(status);
        }
        if begun.elapsed() > LIMIT {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

fn summary(outcomes: &[Outcome]) -> std::process::ExitCode {
    let failed: Vec<&Outcome> = outcomes.iter().filter(|o| o.word() == "FAILED").collect();
    for outcome in &failed {
        println!("\n---- {} ({})\n{}", outcome.name, outcome.why(), outcome.output);
    }
    let passed = outcomes.iter().filter(|o| o.word() == "ok").count();
    let skipped = outcomes.len() - passed - failed.len();
    println!("\ntest result: {passed} passed, {} failed, {skipped} skipped\n", failed.len());
    if failed.is_empty() {
        std::process::ExitCode::SUCCESS
    } else {
        std::process::ExitCode::FAILURE
    }
}
