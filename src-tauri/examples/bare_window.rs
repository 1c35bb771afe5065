//! An empty window with a map and nothing of the program behind it: what `cargo xtask bench
//! window` holds the console against.
//!
//! `bare_window PAGE LIBRARY`: the folder of the page, and that of the map library. It prints
//! `painted` when the page says so.

#[path = "../src/engine.rs"]
mod engine;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{WebviewUrl, WebviewWindowBuilder};

/// The page's own scheme, and its address.
const SCHEME: &str = "bare";
const PAGE: &str = "bare://localhost/index.html";
/// The page asks for this when it has been painted.
const PAINTED: &str = "painted";
/// Files below this lie in the library's folder.
const LIBRARY: &str = "library/";

fn main() -> anyhow::Result<()> {
    // Drawn, and frugal, as the console is.
    engine::choose().context("the program could not be started over")?;
    let mut folders = std::env::args_os().skip(1).map(PathBuf::from);
    let page = folders.next().context("usage: bare_window PAGE LIBRARY")?;
    let library = folders.next().context("usage: bare_window PAGE LIBRARY")?;
    tauri::Builder::default()
        .register_uri_scheme_protocol(SCHEME, move |_, request| answer(&page, &library, &request))
        .setup(|app| {
            let url = WebviewUrl::CustomProtocol(PAGE.parse()?);
            let window = WebviewWindowBuilder::new(app, "bare", url)
                .maximized(true)
                .build()?;
            engine::keep_little(&window)?;
            Ok(())
        })
        .run(tauri::generate_context!())
        .context("the window could not be made")
}

fn answer(page: &Path, library: &Path, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
    let name = request.uri().path().trim_start_matches('/');
    if name == PAINTED {
        println!("{PAINTED}");
        return response(StatusCode::OK, "text/plain", Vec::new());
    }
    let (folder, name) = match name.strip_prefix(LIBRARY) {
        Some(name) => (library, name),
        None => (page, name),
    };
    let kind = match name.rsplit_once('.') {
        Some((_, "html")) => "text/html",
        Some((_, "css")) => "text/css",
        _ => "text/javascript",
    };
    // Names only: nothing outside the two folders is served.
    match std::fs::read(folder.join(name)) {
        Ok(bytes) if !name.contains('/') => response(StatusCode::OK, kind, bytes),
        _ => response(StatusCode::NOT_FOUND, kind, Vec::new()),
    }
}

fn response(status: StatusCode, kind: &str, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    if let Ok(kind) = kind.parse() {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}
