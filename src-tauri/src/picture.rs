//! Pictures of cameras, each in a window of its own (decision 0042): a page without a single call,
//! that may load from the address of its camera and from nowhere else. What it cannot play goes to
//! the player.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use desk::Picture;
use quick_xml::escape::escape;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{
    AppHandle, LogicalPosition, Manager as _, UriSchemeResponder, Url, WebviewUrl,
    WebviewWindowBuilder, WindowEvent,
};

use crate::call::DeskCell;

/// The scheme of these pages: `picture://localhost/picture-1`.
pub(crate) const SCHEME: &str = "picture";
/// Windows at once: each is a process of its own that decodes.
const OPEN_MAX: usize = 4;
/// The size of a window, and how far apart two lie, in points of the screen.
const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 640.0;
const STEP: f64 = 32.0;
/// Where a page goes that hands its picture on, that closes itself, and that says it is at its end.
const OUTSIDE: &str = "outside";
const CLOSE: &str = "close";
const UNPLAYABLE: &str = "unplayable";
/// All that a page may ask for; nothing is the picture itself.
const STEPS: [&str; 4] = ["", OUTSIDE, CLOSE, UNPLAYABLE];

const PAGE: &str = include_str!("picture/page.html");
const SCRIPT: &str = include_str!("picture/page.js");
const PALETTES: &str = include_str!("../../ui/src/tokens/palettes.css");

/// The windows that are open, by their labels.
#[derive(Default)]
pub(crate) struct Pictures {
    open: Mutex<BTreeMap<String, Picture>>,
    made: AtomicU64,
}

impl Pictures {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Picture>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The label of a window for a picture, and whether it has to be made; none when as many as may
    /// be are open.
    fn take(&self, picture: Picture) -> Option<(String, bool)> {
        let mut open = self.lock();
        let same = open.iter().find(|(_, one)| one.site == picture.site);
        if let Some((label, _)) = same {
            return Some((label.clone(), false));
        }
        if open.len() >= OPEN_MAX {
            return None;
        }
        let number = self.made.fetch_add(1, Ordering::Relaxed) + 1;
        let label = format!("{SCHEME}-{number}");
        open.insert(label.clone(), picture);
        Some((label, true))
    }

    fn forget(&self, label: &str) {
        self.lock().remove(label);
    }

    fn of(&self, label: &str) -> Option<Picture> {
        self.lock().get(label).cloned()
    }
}

/// Lets the desk show pictures in windows of the program, once it is open.
pub(crate) fn offer(shown: Shown) -> std::io::Result<()> {
    let run = move || {
        let desk = shown.cell.wait_open();
        desk.show_pictures_by(Box::new(move |picture| shown.show(picture)));
    };
    std::thread::Builder::new()
        .name("offer-pictures".to_owned())
        .spawn(run)
        .map(drop)
}

/// What a window needs.
#[derive(Clone)]
pub(crate) struct Shown {
    app: AppHandle,
    cell: Arc<DeskCell>,
    pictures: Arc<Pictures>,
}

impl Shown {
    /// The windows of a program with its desk.
    pub(crate) fn of(app: &AppHandle, (cell, pictures): &(Arc<DeskCell>, Arc<Pictures>)) -> Self {
        Self {
            app: app.clone(),
            cell: Arc::clone(cell),
            pictures: Arc::clone(pictures),
        }
    }

    /// Answers a page, on a thread that may wait: a player is started meanwhile.
    pub(crate) fn respond(self, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
        tauri::async_runtime::spawn_blocking(move || responder.respond(self.answer(&request)));
    }

    /// Opens a window for a picture, or brings the one that shows it to the front.
    fn show(&self, picture: Picture) -> bool {
        let title = format!("{} · 画面 Picture", picture.name);
        let Some((label, new)) = self.pictures.take(picture) else {
            return false;
        };
        let shown = self.clone();
        let told = self.app.run_on_main_thread(move || {
            if !new {
                if let Some(window) = shown.app.get_webview_window(&label)
                    && let Err(error) = window.set_focus()
                {
                    tracing::warn!(%error, "a picture stays behind");
                }
                return;
            }
            if let Err(error) = shown.build(&label, &title) {
                tracing::error!(%error, "the window of a picture could not be made");
                let picture = shown.pictures.of(&label);
                shown.pictures.forget(&label);
                if picture.is_none_or(|picture| !shown.takes(&picture)) {
                    tracing::error!("no player takes it either");
                }
            }
        });
        told.inspect_err(|error| tracing::error!(%error, "no window is made any more"))
            .is_ok()
    }

    fn build(&self, label: &str, title: &str) -> anyhow::Result<()> {
        let address = format!("{SCHEME}://localhost/{label}");
        let url = WebviewUrl::CustomProtocol(address.parse()?);
        let own = label.to_owned();
        let window = WebviewWindowBuilder::new(&self.app, label, url)
            .title(title)
            .inner_size(WIDTH, HEIGHT)
            .min_inner_size(WIDTH / 2.0, HEIGHT / 2.0)
            .on_navigation(move |url| may_go(&own, url))
            .build()?;
        if let Some(at) = self.corner(label) {
            window.set_position(at)?;
        }
        let (pictures, own) = (Arc::clone(&self.pictures), label.to_owned());
        window.on_window_event(move |event| {
            if matches!(event, WindowEvent::Destroyed) {
                pictures.forget(&own);
            }
        });
        Ok(())
    }

    /// The lower right corner of the console, where no list of alerts is; further windows a little
    /// higher.
    fn corner(&self, label: &str) -> Option<LogicalPosition<f64>> {
        let console = self.app.get_webview_window("main")?;
        let scale = console.scale_factor().ok()?;
        let at = console.outer_position().ok()?.to_logical::<f64>(scale);
        let size = console.outer_size().ok()?.to_logical::<f64>(scale);
        let others = self
            .pictures
            .lock()
            .keys()
            .filter(|one| *one != label)
            .count();
        let up = STEP * (1.0 + u32::try_from(others).map_or(0.0, f64::from));
        Some(LogicalPosition {
            x: (at.x + size.width - WIDTH - up).max(at.x),
            y: (at.y + size.height - HEIGHT - up).max(at.y),
        })
    }

    /// Answers a step of a page, and does what it asks for by that: hands the picture to the player
    /// and closes the window, or says that none takes it.
    fn answer(&self, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
        let (label, step) = parts(request.uri().path());
        let Some(picture) = self.pictures.of(label) else {
            return answered(StatusCode::NOT_FOUND, String::new(), String::new());
        };
        match step {
            "" | UNPLAYABLE => {}
            CLOSE => self.close(label),
            OUTSIDE if self.takes(&picture) => self.close(label),
            OUTSIDE => return shown(&picture, UNPLAYABLE),
            _ => return answered(StatusCode::NOT_FOUND, String::new(), String::new()),
        }
        shown(&picture, step)
    }

    /// Whether the player takes a picture.
    fn takes(&self, picture: &Picture) -> bool {
        let desk = self.cell.ready().and_then(Result::ok);
        let Some(opened) = desk.map(|desk| desk.open_outside(&picture.site)) else {
            return false;
        };
        match opened {
            Ok(opened) => opened.fault.is_none(),
            Err(error) => {
                tracing::warn!(?error, "a picture is not handed on");
                false
            }
        }
    }

    fn close(&self, label: &str) {
        if let Some(window) = self.app.get_webview_window(label)
            && let Err(error) = window.close()
        {
            tracing::warn!(%error, "the window of a picture stays open");
        }
    }
}

/// Closes all of them, so that none keeps the program up when its window is closed.
pub(crate) fn close_all(app: &AppHandle) {
    for (label, window) in app.webview_windows() {
        if label.starts_with(SCHEME)
            && let Err(error) = window.close()
        {
            tracing::warn!(%error, "the window of a picture stays open");
        }
    }
}

/// Whether a page may go there: to its own steps alone.
fn may_go(label: &str, url: &Url) -> bool {
    let own = url.scheme() == SCHEME || url.host_str() == Some("picture.localhost");
    let (asked, step) = parts(url.path());
    own && asked == label && STEPS.contains(&step)
}

/// The label in a path and what is wanted of it: `/picture-1/close`.
fn parts(path: &str) -> (&str, &str) {
    let path = path.trim_start_matches('/');
    path.split_once('/').unwrap_or((path, ""))
}

/// Lets one script run and no other.
fn nonce() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}

fn shown(picture: &Picture, step: &str) -> Response<Vec<u8>> {
    let (policy, html) = page(picture, step, &nonce());
    answered(StatusCode::OK, policy, html)
}

fn answered(status: StatusCode, policy: String, html: String) -> Response<Vec<u8>> {
    let response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, policy)
        .header(header::CACHE_CONTROL, "no-store")
        .body(html.into_bytes());
    response.unwrap_or_else(|error| {
        tracing::error!(%error, "the page of a picture could not be answered");
        Response::default()
    })
}

/// The page of a picture with its policy: it loads from the host of its camera alone, also when
/// that sends it elsewhere.
fn page(picture: &Picture, step: &str, nonce: &str) -> (String, String) {
    let address = picture.address.as_str();
    let origin = picture.address.origin();
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'unsafe-inline'; \
         img-src {origin}; media-src {origin}; base-uri 'none'; form-action 'none'"
    );
    // Our own texts first: what a name says is put in last and never filled again.
    let filled = PAGE
        .replace("{palettes}", PALETTES)
        .replace("{script}", SCRIPT)
        .replace("{nonce}", nonce)
        .replace("{step}", step);
    let mut html = String::with_capacity(filled.len());
    let mut rest = filled.as_str();
    while let Some((before, mark, after)) = next_mark(rest) {
        html.push_str(before);
        html.push_str(&escape(match mark {
            "{name}" => picture.name.as_str(),
            "{place}" => picture.place.as_str(),
            _ => address,
        }));
        rest = after;
    }
    html.push_str(rest);
    (policy, html)
}

/// The next place for outside text, with what is before and after it.
fn next_mark(text: &str) -> Option<(&str, &str, &str)> {
    let marks = ["{name}", "{place}", "{address}"];
    let found = marks
        .iter()
        .filter_map(|mark| Some((text.find(mark)?, *mark)));
    let (at, mark) = found.min()?;
    Some((&text[..at], mark, &text[at + mark.len()..]))
}

#[cfg(test)]
mod tests {
    use emergency::camera::StreamAddress;

    use super::*;

    fn picture(name: &str) -> Picture {
        Picture {
            site: "C1".into(),
            name: name.to_owned(),
            place: "演练 路口".to_owned(),
            address: StreamAddress::parse("http://192.0.2.7:8080/live?a=1&b=2")
                .expect("an address"),
        }
    }

    #[test]
    fn a_name_is_text_and_never_markup_or_another_mark() {
        let hostile = "演练 <script>alert(1)</script> {address} \"'&";
        let (_, html) = page(&picture(hostile), "", "n");
        assert!(!html.contains("<script>alert"), "no tag of a name is one");
        assert_eq!(html.matches("<script").count(), 1, "only our own script");
        assert!(
            html.contains("{address} &quot;"),
            "a mark in a name stays a word"
        );
        assert!(
            html.contains("data-address=\"http://192.0.2.7:8080/live?a=1&amp;b=2\""),
            "the address is one attribute"
        );
        assert!(
            !html.contains("{script}") && !html.contains("{nonce}"),
            "all is filled"
        );
    }

    #[test]
    fn a_page_loads_from_the_host_of_its_camera_and_from_nowhere_else() {
        let (policy, html) = page(&picture("演练 一号"), "", "n1");
        assert_eq!(
            policy,
            "default-src 'none'; script-src 'nonce-n1'; style-src 'unsafe-inline'; \
             img-src http://192.0.2.7:8080; media-src http://192.0.2.7:8080; base-uri 'none'; \
             form-action 'none'",
            "nothing beside it"
        );
        assert!(
            html.contains("<script nonce=\"n1\">"),
            "its own script runs"
        );
    }

    #[test]
    fn where_nothing_plays_it_the_page_says_so_with_the_address_and_the_setting() {
        let (_, html) = page(&picture("演练 一号"), UNPLAYABLE, "n");
        assert!(
            html.contains("data-step=\"unplayable\""),
            "it tries nothing"
        );
        assert!(
            html.contains("<code>http://192.0.2.7:8080/live?a=1&amp;b=2</code>"),
            "the address can be copied"
        );
        assert!(html.contains("[video] player"), "what can be set is said");
    }

    #[test]
    fn windows_have_a_bound_and_a_camera_has_one() {
        let pictures = Pictures::default();
        let of = |number: usize| Picture {
            site: format!("C{number}").as_str().into(),
            ..picture("演练")
        };
        for number in 0..OPEN_MAX {
            let taken = pictures.take(of(number));
            assert!(taken.is_some_and(|(_, new)| new), "{number} has a window");
        }
        let again = pictures.take(of(0));
        assert!(
            again.is_some_and(|(_, new)| !new),
            "the same camera has one"
        );
        assert!(pictures.take(of(9)).is_none(), "no more than {OPEN_MAX}");
        pictures.forget("picture-1");
        assert!(
            pictures.take(of(9)).is_some(),
            "where one was closed another may be"
        );
    }

    #[test]
    fn a_page_goes_to_its_own_steps_and_nowhere_else() {
        for (address, may) in [
            ("picture://localhost/picture-1", true),
            ("picture://localhost/picture-1/", true),
            ("picture://localhost/picture-1/outside", true),
            ("picture://localhost/picture-1/close", true),
            ("picture://localhost/picture-1/other", false),
            ("picture://localhost/picture-2", false),
            ("tauri://localhost/picture-1", false),
            ("http://192.0.2.7:8080/live", false),
        ] {
            let url = Url::parse(address).expect("an address");
            assert_eq!(may_go("picture-1", &url), may, "{address}");
        }
    }
}
