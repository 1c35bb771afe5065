//! A poll with sources on real sockets: good ones, ones that answer something else, hostile ones.

mod again;
mod source;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use emergency::decide::Draft;
use emergency::fact::Fact;
use emergency::time::UtcMs;

use self::source::{Said, Source};
use super::*;
use crate::intake::{NotStored, Unreadable};

/// A warning of that identifier.
fn cap(identifier: &str) -> String {
    format!(
        r#"<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
        <identifier>{identifier}</identifier><sender>exercise@example.invalid</sender>
        <sent>2026-01-01T00:00:00+08:00</sent><status>Actual</status><msgType>Alert</msgType>
        <scope>Public</scope><info><language>zh-CN</language><category>Met</category>
        <event>演练 暴雨</event><urgency>Immediate</urgency><severity>Severe</severity>
        <certainty>Observed</certainty></info></alert>"#
    )
}

/// A list of these addresses that tells no time.
fn rss(links: &[&str]) -> String {
    let item = |link: &&str| format!("<item><title>演练</title><link>{link}</link></item>");
    let items: String = links.iter().map(item).collect();
    format!("<rss version=\"2.0\"><channel><title>演练</title>{items}</channel></rss>")
}

/// A list of one document that was changed at that minute.
fn atom(link: &str, minute: u32) -> String {
    format!(
        r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>演练</title><entry><id>e</id>
        <title>演练</title><updated>2026-01-01T00:{minute:02}:00+08:00</updated>
        <link href="{link}" type="application/cap+xml"/></entry></feed>"#
    )
}

const PAGE: &str = "<!DOCTYPE html><html><body>请登录</body></html>";

/// The desk: what came, and a clock that a test sets.
#[derive(Default)]
struct Shelf {
    drafts: Mutex<Vec<Draft>>,
    unreadable: Mutex<Vec<Unreadable>>,
    /// It stores nothing that could not be read.
    picky: AtomicBool,
    now: AtomicI64,
}

impl Intake for Shelf {
    fn observe(&self, drafts: Vec<Draft>) -> Result<(), NotStored> {
        self.drafts.lock().expect("not poisoned").extend(drafts);
        Ok(())
    }
    fn keep_unreadable(&self, unreadable: Unreadable) -> Result<(), NotStored> {
        if self.picky.load(Ordering::Relaxed) {
            let reason = "disk full".to_owned();
            return Err(NotStored { reason });
        }
        let mut all = self.unreadable.lock().expect("not poisoned");
        all.push(unreadable);
        Ok(())
    }
    fn now(&self) -> UtcMs {
        UtcMs(self.now.load(Ordering::Relaxed))
    }
}

impl Shelf {
    /// The identifiers of the warnings that came, in their order.
    fn warnings(&self) -> Vec<String> {
        let drafts = self.drafts.lock().expect("not poisoned");
        let identifier = |draft: &Draft| match &draft.fact {
            Fact::AlertReceived(one) => one.notice.identifier.clone(),
            other => panic!("a poll observes nothing else: {other:?}"),
        };
        drafts.iter().map(identifier).collect()
    }

    fn later(&self, by: Duration) {
        let by_ms = i64::try_from(by.as_millis()).expect("some minutes");
        self.now.fetch_add(by_ms, Ordering::Relaxed);
    }
}

/// A source, a poll of its `/list`, and the desk.
struct Stage {
    source: Source,
    poll: Poll,
    asker: Asker,
    shelf: Shelf,
    memory: Memory,
}

impl Stage {
    async fn open() -> Self {
        let source = Source::open().await;
        let url = source.at("/list").parse().expect("an address");
        let reach = Arc::new(Reach::new(&[], &[]));
        Self {
            source,
            poll: Poll::new("演练", url, PAUSE_MIN, reach),
            asker: Asker::new(Times::default()).expect("a client"),
            shelf: Shelf::default(),
            memory: Memory::default(),
        }
    }

    /// One round; why the feed is down after it, nothing where it is up.
    async fn round(&mut self) -> String {
        self.poll
            .one_round(&self.asker, &self.shelf, &mut self.memory)
            .await;
        let health = self.poll.health.get();
        assert_eq!(health.up, health.why.is_empty(), "down has a reason");
        health.why
    }
}

#[tokio::test]
async fn a_document_that_cannot_be_had_stops_none_behind_it() {
    let mut stage = Stage::open().await;
    let names: Vec<_> = (0..LINKS_PER_ROUND_MAX)
        .map(|number| format!("/missing{number}.xml"))
        .chain(["/good.xml".to_owned()])
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let list = rss(&names).into_bytes();
    stage.source.says("/list", Said::Versioned("\"1\"", list));
    stage.source.says("/good.xml", Said::good(cap("E-1")));
    for round in 1..=2 {
        assert_eq!(stage.round().await, "http_404", "round {round} says so");
    }
    assert_eq!(stage.shelf.warnings(), ["E-1"], "the one behind fifty");
    let told = stage.source.asked().into_iter();
    let lists: Vec<_> = told.filter(|one| one.path == "/list").collect();
    let whole = lists.iter().all(|one| one.version.is_none());
    assert!(whole, "the list is asked for whole again: {lists:?}");
}

#[tokio::test]
async fn a_source_that_answers_with_a_page_is_down_until_it_answers_with_warnings() {
    let mut stage = Stage::open().await;
    for page in [PAGE, r#"{"code":401,"msg":"未登录"}"#, ""] {
        stage.source.says("/list", Said::good(page));
        for _ in 0..2 {
            assert_eq!(stage.round().await, "no_warning", "nothing comes: {page}");
        }
    }
    let health = stage.poll.health.get();
    assert_eq!(health.defects, 6, "each is counted");
    let dtd = &health.defect_kinds["dtd_refused"];
    assert_eq!(dtd.count, 2, "by its kind");
    let first = hex::encode(PAGE);
    assert_eq!(dtd.newest, first, "with its bytes");
    let kept = stage.shelf.unreadable.lock().expect("lock").len();
    assert_eq!(kept, 3, "and the same page is stored once");
    for (good, why) in [
        (rss(&[]), "a list without a warning today"),
        (cap("E-1"), "a warning"),
        (r#"{"data":[]}"#.to_owned(), "an empty public list"),
    ] {
        stage.source.says("/list", Said::good(good));
        assert_eq!(stage.round().await, "", "{why}");
    }
}

#[tokio::test]
async fn a_packed_answer_is_not_unpacked() {
    let mut stage = Stage::open().await;
    // An empty list, packed (RFC 1952).
    let packed = "1f8b0800000000000203b3292a2e56284b2d2acecccfb35532d23350b2b349ce48cccb4bcdb1b329\
                 c92cc949b5abb0d187306cf4e132fa406d7600ec2995c43c000000";
    let packed = hex::decode(packed).expect("digits");
    let header = "Content-Encoding: gzip\r\n".to_owned();
    let said = Said::Answer("200 OK", header, packed.clone());
    stage.source.says("/list", said);
    assert_eq!(stage.round().await, "no_warning", "nobody asked for that");
    let kept = stage.shelf.unreadable.lock().expect("lock");
    assert_eq!(kept[0].raw, packed, "as it came, and no longer");
}

#[tokio::test]
async fn an_unchanged_list_is_not_sent_again_and_the_feed_stays_up() {
    let mut stage = Stage::open().await;
    let list = rss(&["/a.xml"]).into_bytes();
    stage.source.says("/list", Said::Versioned("\"1\"", list));
    stage.source.says("/a.xml", Said::good(cap("E-1")));
    assert_eq!(stage.round().await, "", "it is taken");
    assert_eq!(stage.round().await, "", "and unchanged");
    let asked = stage.source.asked();
    let versions: Vec<_> = asked
        .iter()
        .filter(|one| one.path == "/list")
        .map(|one| one.version.as_deref())
        .collect();
    assert_eq!(versions, [None, Some("\"1\"")], "the version is told");
    let never = Said::Answer("304 Not Modified", String::new(), Vec::new());
    let mut other = Stage::open().await;
    other.source.says("/list", never);
    assert_eq!(
        other.round().await,
        "http_304",
        "unchanged to one who has nothing says nothing"
    );
}

#[tokio::test]
async fn a_list_sends_the_desk_to_no_other_host_and_no_other_port() {
    let other = Source::open().await;
    other.says("/secret.xml", Said::good(cap("SECRET")));
    let mut stage = Stage::open().await;
    let port = other.at("/secret.xml");
    let host = format!("http://localhost:{}/secret.xml", other.address.port());
    for link in [port, host, "http://10.0.0.1/secret.xml".to_owned()] {
        stage.source.says("/list", Said::good(rss(&[&link])));
        assert_eq!(stage.round().await, "foreign_host", "{link}");
    }
    assert!(other.asked().is_empty(), "nobody knocked there");
    assert!(stage.shelf.warnings().is_empty(), "and nothing came of it");
}

#[tokio::test]
async fn redirects_are_followed_within_the_source_and_so_many_times() {
    let mut stage = Stage::open().await;
    let source = &stage.source;
    source.says("/list", Said::moved("/1"));
    source.says("/1", Said::moved("/2"));
    source.says("/2", Said::moved("/3"));
    source.says("/3", Said::good(cap("E-1")));
    assert_eq!(stage.round().await, "", "{REDIRECTS_MAX} are followed");
    assert_eq!(stage.shelf.warnings(), ["E-1"], "to the end");
    stage.source.says("/3", Said::moved("/4"));
    stage.source.says("/4", Said::good(cap("E-2")));
    assert_eq!(stage.round().await, "http_302", "one more is not");
    let other = Source::open().await;
    other.says("/secret.xml", Said::good(cap("SECRET")));
    let away = Said::moved(&other.at("/secret.xml"));
    stage.source.says("/list", away);
    assert_eq!(stage.round().await, "http_302", "nor to another port");
    assert!(other.asked().is_empty(), "nobody knocked there");
    stage.source.says("/list", Said::moved("/login"));
    stage.source.says("/login", Said::good(PAGE));
    assert_eq!(
        stage.round().await,
        "no_warning",
        "a page to log in is none"
    );
}

#[tokio::test]
async fn a_page_that_could_not_be_stored_is_counted_once_when_it_is() {
    let mut stage = Stage::open().await;
    stage.source.says("/list", Said::good(PAGE));
    stage.shelf.picky.store(true, Ordering::Relaxed);
    for _ in 0..3 {
        assert_eq!(stage.round().await, "store", "the log is full");
    }
    let health = stage.poll.health.get();
    let counted = (health.defects, health.defect_kinds.len());
    assert_eq!(counted, (0, 0), "nothing is stored");
    stage.shelf.picky.store(false, Ordering::Relaxed);
    stage.round().await;
    let health = stage.poll.health.get();
    let counted = (health.defects, health.defect_kinds["dtd_refused"].count);
    assert_eq!(counted, (1, 1), "once, as it is stored once");
}

#[tokio::test]
async fn a_document_beyond_the_bound_is_not_read() {
    let mut stage = Stage::open().await;
    let mut long = cap("E-1").into_bytes();
    long.resize(DOCUMENT_BYTES_MAX + 1, b' ');
    stage.source.says("/list", Said::good(long.clone()));
    assert_eq!(stage.round().await, "too_large", "one byte too many");
    assert!(stage.shelf.warnings().is_empty(), "nothing of it is used");
    long.truncate(DOCUMENT_BYTES_MAX);
    stage.source.says("/list", Said::good(long));
    assert_eq!(stage.round().await, "", "as long as may be");
    assert_eq!(stage.shelf.warnings(), ["E-1"], "is read");
}

#[tokio::test]
async fn a_source_that_says_nothing_is_given_up_in_time() {
    let mut stage = Stage::open().await;
    let times = Times {
        request: Duration::from_millis(20),
        connect: CONNECT_TIMEOUT,
    };
    stage.asker = Asker::new(times).expect("a client");
    stage.source.says("/list", Said::Nothing);
    assert_eq!(stage.round().await, "timeout", "it is not waited for");
}

#[tokio::test]
async fn a_source_that_says_nothing_does_not_hold_up_the_end() {
    let stage = Stage::open().await;
    stage.source.says("/list", Said::Nothing);
    let stop = CancellationToken::new();
    let running = tokio::spawn(stage.poll.run(Arc::new(Shelf::default()), stop.clone()));
    let asked = async {
        while stage.source.asked().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(REQUEST_TIMEOUT, asked)
        .await
        .expect("it is asked");
    stop.cancel();
    let ended = tokio::time::timeout(REQUEST_TIMEOUT / 2, running).await;
    assert!(ended.is_ok(), "its answer is not waited for");
}

#[tokio::test]
async fn a_list_whose_documents_say_nothing_is_left_for_the_next_round() {
    let mut stage = Stage::open().await;
    let documents = ["/1", "/2", "/3", "/4", "/5"];
    stage.source.says("/list", Said::good(rss(&documents)));
    assert_eq!(stage.round().await, "http_404", "the list is known");
    stage.source.asked();
    for path in documents {
        stage.source.says(path, Said::Nothing);
    }
    let times = Times {
        request: Duration::from_millis(20),
        connect: CONNECT_TIMEOUT,
    };
    let asker = Asker::new(times).expect("a client");
    let due = stage.memory.due(UtcMs(0)).documents;
    assert_eq!(due.len(), documents.len(), "all are to be had still");
    let (poll, shelf) = (&stage.poll, &stage.shelf);
    let said = poll
        .follow_all(&asker, shelf, &mut stage.memory, due)
        .await
        .expect_err("nothing came");
    assert_eq!(said.code(), "timeout", "it says why");
    let asked = stage.source.paths().len();
    assert!(asked <= SILENT_IN_A_ROW_MAX, "the rest waits: {asked}");
}

#[tokio::test]
async fn a_source_that_nobody_serves_says_so() {
    let mut stage = Stage::open().await;
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = free.local_addr().expect("it has one");
    drop(free);
    let url = format!("http://{address}/").parse().expect("an address");
    stage.poll.url = url;
    assert_eq!(stage.round().await, "no_connection", "nobody is there");
}
