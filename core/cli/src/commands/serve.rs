//! `strongroom serve` and `strongroom config …`

use crate::arguments::Settings;
use crate::output::{Doing, Failure, Output};
use crate::target::{self, Instance};
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use strongroom::audit::Audit;
use strongroom::foreign::Audited;
use strongroom_server::{Config, Signals};
use tracing_subscriber::EnvFilter;

/// Serves the instance until the process is told to end.
pub fn serve(here: &Instance, settings: &Settings, output: &Output) -> Result<(), Failure> {
    let dir = here.instance_directory()?;
    let config = load(settings)?;
    log(&config)?;
    strongroom_server::harden();
    let signals = Signals::watch().doing("serving")?;
    let running = match &settings.module {
        None => {
            let provider = strongroom::open(here.url()).doing("opening the instance")?;
            strongroom_server::start(&config, provider, &dir)
        }
        Some(module) => {
            let provider = strongroom::open(&target::module_uri(module)?)
                .and_then(|module| Audited::new(module, &dir))
                .doing("opening the module")?;
            strongroom_server::start_module(&config, Arc::new(provider), &dir)
        }
    }
    .doing("starting the service")?;
    let audit = Audit::open(&dir).doing("opening the audit log")?;
    let address = running.address.to_string();
    audit.note("service start", &address).doing("recording it")?;
    let told = running.metrics_address.map(|address| format!("http://{address}/metrics"));
    let what = settings.module.as_ref().map_or_else(|| dir.display().to_string(), Clone::clone);
    let mut text = format!("Serving {what} at strongroom://{address}.");
    if let Some(told) = &told {
        text.push_str(&format!(" Its counts are at {told}."));
    }
    output
        .say(&text, json!({ "address": address, "metrics": told, "process": std::process::id() }));
    signals.wait();
    tracing::info!("told to stop; what is running may end");
    running.stop();
    audit.note("service stop", &address).doing("recording it")
}

/// Shows the configuration, and where each value comes from.
pub fn check(settings: &Settings, output: &Output) -> Result<ExitCode, Failure> {
    let shown = load(settings)?.show();
    let json: Vec<_> = shown
        .iter()
        .map(|s| json!({ "name": s.name, "value": s.value, "source": s.source.to_string() }))
        .collect();
    let rows =
        shown.into_iter().map(|s| vec![s.name, s.value, s.source.to_string(), s.about.into()]);
    let header = ["SETTING", "VALUE", "FROM", "WHAT IT IS"];
    output.table(&header, rows.collect(), json!({ "settings": json }));
    Ok(ExitCode::SUCCESS)
}

fn load(settings: &Settings) -> Result<Config, Failure> {
    let doing = "reading the configuration";
    let mut flags = Vec::new();
    if let Some(listen) = &settings.listen {
        flags.push(("listen".to_owned(), listen.clone()));
    }
    if let Some(metrics) = &settings.metrics {
        flags.push(("metrics".to_owned(), metrics.clone()));
    }
    if settings.allow_default_pins {
        flags.push(("allow_default_pins".to_owned(), "true".to_owned()));
    }
    for set in &settings.set {
        let (name, value) = set
            .split_once('=')
            .ok_or_else(|| Failure::usage(doing, format!("--set {set}: it is NAME=VALUE")))?;
        flags.push((name.trim().to_owned(), value.trim().to_owned()));
    }
    let file = match &settings.config {
        Some(path) => Some((path.clone(), true)),
        None => strongroom::configuration_files()
            .into_iter()
            .find(|(path, must)| *must || path.exists()),
    };
    let file: Option<(PathBuf, String)> = match file {
        Some((path, _)) => {
            let text = std::fs::read_to_string(&path)
                .map_err(|error| Failure::outside(format!("{doing} {}", path.display()), error))?;
            Some((path, text))
        }
        None => None,
    };
    let file = file.as_ref().map(|(path, text)| (path.as_path(), text.as_str()));
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    Config::load(file, &variable, &flags).map_err(|error| {
        Failure::new(doing, error).next("`strongroom config check` shows all settings")
    })
}

/// The service logs for itself: as configured, rather than as the other commands do.
fn log(config: &Config) -> Result<(), Failure> {
    let filter = std::env::var("STRONGROOM_LOG").unwrap_or_else(|_| config.log.clone());
    let filter =
        EnvFilter::try_new(filter).map_err(|error| Failure::usage("setting up the log", error))?;
    let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_env_filter(filter);
    // A process has one log.
    let _ = if config.json_log {
        log.json().flatten_event(true).try_init()
    } else {
        log.with_target(false).try_init()
    };
    Ok(())
}
