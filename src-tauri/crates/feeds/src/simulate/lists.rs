//! A server of lists of alerts: Atom with messages of CAP 1.2, RSS with files of 12379. The
//! messages are chains: an alert, its update, its cancellation. Everything says 演练.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use emergency::time::UtcMs;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::lock::lock;

/// Messages that one server publishes in all.
pub const MESSAGES_MAX: usize = 1_000;
/// Messages of a chain: alert, update, cancellation.
const CHAIN: usize = 3;
/// Messages that a list names, newest first.
const LISTED: usize = 20;
/// How long an alert holds.
const HOLDS_MS: i64 = 6 * 3_600_000;
const SENDER_CODE: &str = "37011200000000";
/// Type of the event, its name, what is expected.
const EVENTS: [(&str, &str, &str); 3] = [
    ("11B03", "暴雨", "未来3小时降雨量将达50毫米以上"),
    ("11B06", "大风", "阵风可达8级"),
    ("11B17", "大雾", "能见度小于500米"),
];

/// What was published, and when.
#[derive(Debug, Default)]
pub struct Lists {
    seed: u64,
    published: Mutex<Vec<UtcMs>>,
}

/// One message by its number.
struct Entry {
    number: usize,
    kind: &'static str,
    event: (&'static str, &'static str, &'static str),
    at: UtcMs,
    /// When the first of its chain was sent, and under which number.
    first: (usize, UtcMs),
}

impl Lists {
    /// Lists with nothing in them; the seed names the messages.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            published: Mutex::default(),
        }
    }

    /// Publishes the next message of the chains; answers how many there are.
    pub fn publish(&self, now: UtcMs) -> usize {
        let mut published = lock(&self.published);
        if published.len() < MESSAGES_MAX {
            published.push(now);
        }
        published.len()
    }

    fn entry(&self, number: usize) -> Option<Entry> {
        let published = lock(&self.published);
        let first = number - number % CHAIN;
        let kind = match number % CHAIN {
            0 => "Alert",
            1 => "Update",
            _ => "Cancel",
        };
        Some(Entry {
            number,
            kind,
            event: EVENTS.get(number / CHAIN % EVENTS.len()).copied()?,
            at: published.get(number).copied()?,
            first: (first, published.get(first).copied()?),
        })
    }

    fn newest(&self) -> Vec<Entry> {
        let count = lock(&self.published).len();
        let numbers = (0..count).rev().take(LISTED);
        numbers.filter_map(|number| self.entry(number)).collect()
    }

    fn id(&self, number: usize) -> String {
        format!("YL-{}-{number}", self.seed)
    }

    /// A message in CAP 1.2.
    #[must_use]
    pub fn cap(&self, number: usize) -> Option<String> {
        let entry = self.entry(number)?;
        let (_, event, words) = entry.event;
        let references = if entry.number == entry.first.0 {
            String::new()
        } else {
            let (first, at) = (self.id(entry.first.0), local(entry.first.1, 'T'));
            format!("<references>yanlian@example.invalid,{first},{at}</references>")
        };
        Some(format!(
            "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>{}</identifier>\
             <sender>yanlian@example.invalid</sender><sent>{}</sent><status>Exercise</status>\
             <msgType>{}</msgType><scope>Public</scope><note>演练</note>{references}\
             <info><language>zh-CN</language><category>Met</category><event>{event}</event>\
             <urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>\
             <expires>{}</expires><headline>演练 {}</headline>\
             <description>演练 {words}</description><area><areaDesc>演练区</areaDesc>\
             <circle>36.680,117.060 10</circle></area></info></alert>",
            self.id(number),
            local(entry.at, 'T'),
            entry.kind,
            local(entry.at.plus_ms(HOLDS_MS), 'T'),
            entry.headline(),
        ))
    }

    /// The same as a file of 12379.
    #[must_use]
    pub fn warning(&self, number: usize) -> Option<String> {
        let entry = self.entry(number)?;
        let (code, _, words) = entry.event;
        let references = if entry.number == entry.first.0 {
            String::new()
        } else {
            format!("<references>{}</references>", identifier(entry.first.1))
        };
        let sent = local(entry.at, ' ');
        Some(format!(
            "<alert xmlns=\"http://com.icss.amp\"><identifier>{}</identifier>\
             <sender>演练应急局</sender><senderCode>{SENDER_CODE}</senderCode>\
             <sendTime>{sent}</sendTime><status>Test</status><msgType>{}</msgType>\
             <scope>Public</scope><note>演练</note>{references}<info><language>zh-CN</language>\
             <eventType>{code}</eventType><severity>Orange</severity>\
             <effective>{sent}</effective><expires>{}</expires><headline>{}</headline>\
             <description>演练 {words}</description><area><areaDesc>演练区</areaDesc>\
             <geocode>370112</geocode></area></info></alert>",
            identifier(entry.at),
            entry.kind,
            local(entry.at.plus_ms(HOLDS_MS), ' '),
            entry.headline(),
        ))
    }

    /// The list in Atom; `base` is where the messages are, such as `http://127.0.0.1:7380`.
    #[must_use]
    pub fn atom(&self, base: &str) -> String {
        let entries = self.newest().into_iter().map(|entry| {
            let (id, number, at) = (self.id(entry.number), entry.number, entry.at);
            format!(
                "<entry><id>{id}</id><title>{}</title><updated>{}</updated>\
                 <link type=\"application/cap+xml\" href=\"{base}/cap/{number}\"/></entry>",
                entry.headline(),
                local(at, 'T')
            )
        });
        let entries: String = entries.collect();
        format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>演练</title>{entries}</feed>")
    }

    /// The list in RSS, of the files of 12379.
    #[must_use]
    pub fn rss(&self, base: &str) -> String {
        let items = self.newest().into_iter().map(|entry| {
            let (guid, number) = (identifier(entry.at), entry.number);
            let title = entry.headline();
            format!(
                "<item><title>{title}</title><guid>{guid}</guid>\
                 <link>{base}/12379/{number}</link></item>"
            )
        });
        let items: String = items.collect();
        format!("<rss version=\"2.0\"><channel><title>演练</title>{items}</channel></rss>")
    }
}

impl Entry {
    fn headline(&self) -> String {
        let event = self.event.1;
        let done = if self.kind == "Cancel" {
            "解除"
        } else {
            "发布"
        };
        format!("演练区气象台{done}{event}橙色预警")
    }
}

/// A time of the district, as CAP or as 12379 has it.
fn local(at: UtcMs, between: char) -> String {
    let digits = protocols::hj212::time_text(at.0);
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-{}{between}{}:{}:{}+08:00",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(8, 10),
        part(10, 12),
        part(12, 14)
    )
}

fn identifier(at: UtcMs) -> String {
    let digits = protocols::hj212::time_text(at.0);
    format!("{SENDER_CODE}_{}", digits.get(..14).unwrap_or_default())
}

/// Serves `/atom`, `/rss` and the messages that they name, until it is stopped.
///
/// # Errors
/// What the system says when the listener fails.
pub async fn serve(
    listener: TcpListener,
    lists: Arc<Lists>,
    stop: CancellationToken,
) -> std::io::Result<()> {
    let at = listener.local_addr()?;
    let routes = Router::new()
        .route("/atom", get(atom))
        .route("/rss", get(rss))
        .route("/cap/{number}", get(cap))
        .route("/12379/{number}", get(warning))
        .with_state((lists, at));
    axum::serve(listener, routes)
        .with_graceful_shutdown(stop.cancelled_owned())
        .await
}

type Shared = State<(Arc<Lists>, SocketAddr)>;

fn base(headers: &HeaderMap, at: SocketAddr) -> String {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    // It goes into a document: a name with a mark in it is none.
    let plain = host.filter(|host| !host.contains(['<', '>', '&', '"', '\'']));
    plain.map_or_else(|| format!("http://{at}"), |host| format!("http://{host}"))
}

fn xml(text: Option<String>) -> axum::response::Response {
    match text {
        Some(text) => ([(header::CONTENT_TYPE, "application/xml")], text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn atom(State((lists, at)): Shared, headers: HeaderMap) -> axum::response::Response {
    xml(Some(lists.atom(&base(&headers, at))))
}

async fn rss(State((lists, at)): Shared, headers: HeaderMap) -> axum::response::Response {
    xml(Some(lists.rss(&base(&headers, at))))
}

async fn cap(State((lists, _)): Shared, Path(number): Path<usize>) -> axum::response::Response {
    xml(lists.cap(number))
}

async fn warning(State((lists, _)): Shared, Path(number): Path<usize>) -> axum::response::Response {
    xml(lists.warning(number))
}
