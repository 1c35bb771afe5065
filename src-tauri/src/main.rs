//! The Tauri shell: window, notifications, sound; everything else is in `desk`.
//!
//! # Layout
//! - [`call`]: the commands of the page: ask the desk, follow its changes, say that it is painted,
//!   salvage a damaged log.
//! - [`engine`]: what WebKitGTK is told before it starts.
//! - [`tiles`]: the custom scheme that serves the map.
//! - [`picture`]: pictures of cameras, each in a window of its own that can call nothing.
//! - [`alarm`]: sound and desktop notifications, driven by the desk's changes; [`speaker`] and
//!   [`outside`] are the ways they take.
//!
//! **Invariant:** no rule and no state of the trade is here; closing the window loses nothing.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod alarm;
mod call;
mod engine;
mod outside;
mod picture;
mod speaker;
mod tiles;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context as _;
use clap::Parser;
use desk::Settings;
use tauri::{WebviewUrl, WebviewWindowBuilder, WindowEvent};

use crate::call::DeskCell;
use crate::picture::{Pictures, Shown};

/// 应急指挥值守台: the console of an emergency duty room.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Folder of the logbook and the settings.
    #[arg(long)]
    data: PathBuf,
    /// Open the exercise district instead of the district's own data.
    #[arg(long)]
    exercise: bool,
    /// Seed of the exercise district.
    #[arg(long, requires = "exercise")]
    seed: Option<u64>,
    /// How many times the exercise district, 1 to 100.
    #[arg(long, requires = "exercise")]
    size: Option<u32>,
    /// Address of the city platform, such as `127.0.0.1:7021`.
    #[arg(long)]
    platform: Option<String>,
}

fn main() -> anyhow::Result<()> {
    let started = Instant::now();
    engine::choose().context("the program could not be started over")?;
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let arguments = Arguments::parse();
    let mut settings = Settings::load(&arguments.data, None, arguments.platform.as_deref())?;
    if arguments.exercise {
        settings = settings.in_exercise(arguments.seed, arguments.size)?;
    }
    let cell = Arc::new(DeskCell::of(settings));
    // The window comes up while the logbook opens: both take their time.
    let opener = Arc::clone(&cell);
    std::thread::Builder::new()
        .name("open-desk".to_owned())
        .spawn(move || opener.open())
        .context("no thread to open the logbook")?;
    let tiles_cell = Arc::clone(&cell);
    let alarm_cell = Arc::clone(&cell);
    let closing = Arc::clone(&cell);
    let pictures = Arc::new(Pictures::default());
    let pages = (Arc::clone(&cell), Arc::clone(&pictures));
    tauri::Builder::default()
        .manage(cell)
        .manage(started)
        .invoke_handler(tauri::generate_handler![
            call::call,
            call::follow,
            call::painted,
            call::salvage
        ])
        .register_asynchronous_uri_scheme_protocol("tiles", move |_, request, responder| {
            tiles::answer(&tiles_cell, &request, responder);
        })
        .register_asynchronous_uri_scheme_protocol(
            picture::SCHEME,
            move |context, request, responder| {
                let shown = Shown::of(context.app_handle(), &pages);
                shown.respond(request, responder);
            },
        )
        .setup(move |app| Ok(set_up(app, &alarm_cell, &pictures)?))
        .build(tauri::generate_context!())
        .context("the window could not be made")?
        .run(move |_, event| {
            if let tauri::RunEvent::Exit = event
                && let Some(Ok(desk)) = closing.ready()
            {
                desk.close();
            }
        });
    Ok(())
}

/// The window of the console, and what is heard and shown beside it.
fn set_up(app: &tauri::App, cell: &Arc<DeskCell>, pictures: &Arc<Pictures>) -> anyhow::Result<()> {
    let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
        .title("应急指挥值守台 Dutyroom")
        .inner_size(1600.0, 900.0)
        .min_inner_size(1024.0, 640.0)
        .maximized(std::env::var_os("DUTYROOM_WINDOWED").is_none())
        // Nothing on the page leads anywhere else.
        .on_navigation(is_own_page)
        .build()?;
    engine::keep_little(&window)?;
    let app = app.handle().clone();
    let with_window = app.clone();
    window.on_window_event(move |event| {
        if matches!(event, WindowEvent::Destroyed) {
            picture::close_all(&with_window);
        }
    });
    picture::offer(Shown::of(&app, &(Arc::clone(cell), Arc::clone(pictures))))?;
    alarm::start(Arc::clone(cell), app)?;
    Ok(())
}

/// The page itself: its own scheme, or the host that stands for it where a system has no custom
/// schemes. A build without the embedded page asks the development server.
fn is_own_page(url: &tauri::Url) -> bool {
    let development = !cfg!(feature = "custom-protocol") && url.host_str() == Some("localhost");
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost") || development
}
