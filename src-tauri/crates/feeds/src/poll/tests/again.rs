//! Which documents of a list are asked for again: what changed, comes late, or is no warning.

use super::*;

#[tokio::test]
async fn a_list_whose_documents_are_pages_is_not_up() {
    let mut stage = Stage::open().await;
    stage.source.says("/list", Said::good(rss(&["/a.xml"])));
    stage.source.says("/a.xml", Said::good(PAGE));
    for _ in 0..2 {
        assert_eq!(stage.round().await, "document_unreadable", "it says which");
    }
    stage.source.says("/a.xml", Said::good(cap("E-1")));
    stage.shelf.later(NO_WARNING_AGAIN_MAX);
    assert_eq!(stage.round().await, "", "it is asked for again");
    assert_eq!(stage.shelf.warnings(), ["E-1"], "and taken");
}

#[tokio::test]
async fn a_page_in_a_list_is_fetched_ever_more_seldom_and_the_feed_says_so_all_the_time() {
    let mut stage = Stage::open().await;
    let list = rss(&["/login", "/long"]).into_bytes();
    stage
        .source
        .says("/list", Said::Versioned("\"list\"", list));
    stage.source.says("/login", Said::good(PAGE));
    let long = vec![b' '; DOCUMENT_BYTES_MAX + 1];
    stage.source.says("/long", Said::good(long));
    stage.round().await;
    let counted = stage.poll.health.get().defects;
    stage.source.asked();
    let mut fetched = 0;
    for _ in 0..60 {
        let why = stage.round().await;
        assert_eq!(why, "document_unreadable", "it is said while it rests");
        stage.shelf.later(NO_WARNING_AGAIN_FIRST);
        let paths = stage.source.paths();
        fetched += paths.iter().filter(|path| *path == "/login").count();
        assert!(paths.contains(&"/list".to_owned()), "the list goes on");
    }
    assert!((3..=7).contains(&fetched), "seldom in an hour: {fetched}");
    let again = stage.poll.health.get().defects;
    assert_eq!(again, counted, "the same bytes are one defect");
    stage.source.says("/login", Said::good(cap("E-1")));
    stage.source.says("/long", Said::good(cap("E-2")));
    stage.shelf.later(NO_WARNING_AGAIN_MAX);
    assert_eq!(stage.round().await, "", "both are warnings now");
    assert_eq!(stage.shelf.warnings(), ["E-1", "E-2"], "and taken");
}

#[tokio::test]
async fn a_page_is_fetched_at_once_when_the_list_says_that_it_has_changed() {
    let mut stage = Stage::open().await;
    stage.source.says("/list", Said::good(atom("/a.xml", 1)));
    stage.source.says("/a.xml", Said::good(PAGE));
    assert_eq!(stage.round().await, "document_unreadable", "it is a page");
    stage.source.says("/a.xml", Said::good(cap("E-1")));
    stage.round().await;
    assert!(stage.shelf.warnings().is_empty(), "it rests");
    stage.source.says("/list", Said::good(atom("/a.xml", 2)));
    assert_eq!(stage.round().await, "", "the list says more");
    assert_eq!(stage.shelf.warnings(), ["E-1"], "so it is fetched");
}

#[tokio::test]
async fn a_document_that_the_list_says_has_changed_is_fetched_again() {
    let mut stage = Stage::open().await;
    let (list, document) = ("/list", "/warning/current.xml");
    stage.source.says(list, Said::good(atom(document, 1)));
    stage.source.says(document, Said::good(cap("ALERT")));
    assert_eq!(stage.round().await, "", "it is taken");
    stage.source.says(document, Said::good(cap("CANCEL")));
    stage.source.says(document, Said::good(cap("ALERT")));
    stage.source.asked();
    stage.shelf.later(AGAIN_EVERY);
    assert_eq!(stage.round().await, "", "the list says nothing new");
    let asked = stage.source.paths();
    assert_eq!(asked, [list, document], "once more: it may have been old");
    stage.source.says(document, Said::good(cap("CANCEL")));
    stage.shelf.later(AGAIN_EVERY);
    assert_eq!(stage.round().await, "", "the list says nothing new");
    assert_eq!(stage.source.paths(), [list], "it would say so");
    assert_eq!(stage.shelf.warnings(), ["ALERT"], "so nobody asks");
    stage.source.says(list, Said::good(atom(document, 2)));
    assert_eq!(stage.round().await, "", "now it does");
    assert_eq!(
        stage.shelf.warnings(),
        ["ALERT", "CANCEL"],
        "what it became"
    );
    stage.source.says(list, Said::good(atom(document, 3)));
    stage.round().await;
    let came = stage.shelf.warnings().len();
    assert_eq!(came, 2, "the same bytes under a new time are no news");
}

#[tokio::test]
async fn a_document_that_comes_later_than_its_list_says_is_fetched_when_it_is_there() {
    for rounds in [1, LATE_ROUNDS_MAX, LATE_ROUNDS_MAX + 2] {
        let mut stage = Stage::open().await;
        let (list, document) = ("/list", "/warning/current.xml");
        stage.source.says(list, Said::good(atom(document, 1)));
        stage.source.says(document, Said::good(cap("ALERT")));
        assert_eq!(stage.round().await, "", "it is taken");
        // The list is ahead of what a store on the way still gives.
        stage.source.says(list, Said::good(atom(document, 2)));
        for _ in 0..rounds {
            assert_eq!(stage.round().await, "", "nothing is wrong");
            stage.shelf.later(PAUSE_MIN);
        }
        assert_eq!(stage.shelf.warnings(), ["ALERT"], "the old bytes, once");
        stage.source.says(document, Said::good(cap("CANCEL")));
        if rounds > LATE_ROUNDS_MAX {
            stage.source.asked();
            stage.round().await;
            let asked = stage.source.paths();
            assert_eq!(asked, [list], "it is not asked every round for ever");
            stage.shelf.later(AGAIN_EVERY);
        }
        stage.round().await;
        let came = stage.shelf.warnings();
        assert_eq!(came, ["ALERT", "CANCEL"], "after {rounds} rounds");
    }
}

#[tokio::test]
async fn old_bytes_behind_a_page_are_not_taken_for_the_change() {
    let mut stage = Stage::open().await;
    let (list, document) = ("/list", "/warning/current.xml");
    stage.source.says(list, Said::good(atom(document, 1)));
    for (body, minute) in [(cap("ALERT"), 1), (PAGE.to_owned(), 2), (cap("ALERT"), 2)] {
        stage.source.says(list, Said::good(atom(document, minute)));
        stage.source.says(document, Said::good(body));
        stage.shelf.later(NO_WARNING_AGAIN_MAX);
        stage.round().await;
    }
    stage.source.says(document, Said::good(cap("CANCEL")));
    assert_eq!(stage.round().await, "", "it is still waited for");
    let came = stage.shelf.warnings();
    assert_eq!(came, ["ALERT", "CANCEL"], "what the list had announced");
}

#[tokio::test]
async fn a_document_without_a_time_is_asked_now_and_then_whether_it_changed() {
    let mut stage = Stage::open().await;
    // The list itself says "unchanged" all the time.
    let list = rss(&["/a.xml"]).into_bytes();
    stage
        .source
        .says("/list", Said::Versioned("\"list\"", list));
    let first = Said::Versioned("\"1\"", cap("ALERT").into_bytes());
    stage.source.says("/a.xml", first);
    assert_eq!(stage.round().await, "", "it is taken");
    stage.source.asked();
    stage.round().await;
    assert_eq!(stage.source.paths(), ["/list"], "not every round");
    stage.shelf.later(AGAIN_EVERY);
    assert_eq!(stage.round().await, "", "it is unchanged");
    let asked = stage.source.asked();
    let told = asked[1].version.as_deref();
    assert_eq!(told, Some("\"1\""), "asked with the version that is here");
    assert_eq!(stage.shelf.warnings(), ["ALERT"], "and not taken again");
    let next = Said::Versioned("\"2\"", cap("CANCEL").into_bytes());
    stage.source.says("/a.xml", next);
    stage.round().await;
    assert_eq!(stage.shelf.warnings().len(), 1, "it rests between");
    stage.shelf.later(AGAIN_EVERY);
    stage.round().await;
    assert_eq!(
        stage.shelf.warnings(),
        ["ALERT", "CANCEL"],
        "what it became"
    );
    stage.source.says("/a.xml", Said::good(cap("CANCEL")));
    stage.shelf.later(AGAIN_EVERY);
    stage.round().await;
    assert_eq!(
        stage.shelf.warnings().len(),
        2,
        "the same bytes are no news"
    );
    let gone = Said::Answer("410 Gone", String::new(), Vec::new());
    stage.source.says("/a.xml", gone);
    stage.shelf.later(AGAIN_EVERY);
    assert_eq!(stage.round().await, "", "what was taken may go");
}

#[tokio::test]
async fn what_a_source_makes_the_desk_remember_has_a_bound() {
    let mut stage = Stage::open().await;
    let long = format!("/{}.xml", "a".repeat(ADDRESS_BYTES_MAX));
    stage.source.says("/list", Said::good(rss(&[&long, "/b"])));
    let tag: &'static str = "x".repeat(VERSION_BYTES_MAX + 1).leak();
    let said = Said::Versioned(tag, cap("E-1").into_bytes());
    stage.source.says("/b", said);
    assert_eq!(stage.round().await, "too_large", "the address is too long");
    assert_eq!(stage.source.paths(), ["/list", "/b"], "and not followed");
    stage.shelf.later(AGAIN_EVERY);
    stage.round().await;
    let asked = stage.source.asked();
    let told = asked.iter().find(|one| one.path == "/b");
    let told = told.expect("it is asked again");
    assert_eq!(told.version, None, "nor is so long a version remembered");
}
