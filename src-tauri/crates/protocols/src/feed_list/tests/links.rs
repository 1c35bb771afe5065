//! Which link of an entry is the message, and the bounds of a list.

use super::*;

/// What the only entry with these children links to.
fn linked(children: &str) -> AlertDocument {
    parse(format!("<feed><entry>{children}</entry></feed>").as_bytes())
}

#[test]
fn the_link_most_likely_to_be_the_message_is_taken() {
    let cases = [
        (
            r#"<link rel="self" href="/self"/><link rel="related" href="/other"/>"#,
            "/other",
        ),
        (
            r#"<link rel="edit" href="/edit"/><link href="/page"/>"#,
            "/page",
        ),
        (r#"<link rel="self" href="/self"/>"#, "/self"),
        (
            r#"<link rel="alternate" href="/page"/><enclosure type="text/xml" url="/1.xml"/>"#,
            "/1.xml",
        ),
        (
            r#"<enclosure type="text/xml" url="/1.xml"/>
               <link type="application/cap+xml" href="/1.cap"/>"#,
            "/1.cap",
        ),
        (
            r#"<content type="application/xml" src="/src.xml"/><link href="/page"/>"#,
            "/src.xml",
        ),
        (
            r#"<content type="text/xml">https://example.org/text</content><link>/page</link>"#,
            "/page",
        ),
        (
            r#"<link href=""/><id>https://example.org/id</id>"#,
            "https://example.org/id",
        ),
        (
            r#"<link href="alerts/1.cap?at=9:00"/>"#,
            "alerts/1.cap?at=9:00",
        ),
        (r#"<link href="1.cap"/>"#, "1.cap"),
        (
            r#"<link href="HTTPS://example.org/1"/>"#,
            "HTTPS://example.org/1",
        ),
    ];
    for (children, url) in cases {
        let document = linked(children);
        assert!(document.defects.is_empty(), "nothing is wrong: {children}");
        let urls: Vec<_> = document.links.iter().map(|link| &link.url).collect();
        assert_eq!(urls, [url], "{children}");
    }
}

#[test]
fn an_entry_that_leads_nowhere_or_elsewhere_is_told() {
    let cases = [
        (
            r#"<link href="file:///etc/passwd"/>"#,
            DefectKind::LinkRefused,
        ),
        (r#"<link href="data:text/xml,1"/>"#, DefectKind::LinkRefused),
        (r"<content>words</content>", DefectKind::ElementMissing),
        (r"<id>urn:uuid:1</id>", DefectKind::ElementMissing),
        ("", DefectKind::ElementMissing),
    ];
    for (children, kind) in cases {
        let document = linked(children);
        assert_eq!(kinds(&document), [kind], "{children}");
        assert!(document.links.is_empty(), "nothing to fetch: {children}");
    }
}

#[test]
fn a_list_past_its_bounds_is_cut_or_refused_and_says_so() {
    let item = "<item><link>/1</link></item>";
    let items = item.repeat(ENTRIES_MAX + 1);
    let document = parse(format!("<rss><channel>{items}</channel></rss>").as_bytes());
    assert_eq!(document.links.len(), ENTRIES_MAX, "the first of them");
    assert_eq!(kinds(&document), [DefectKind::TooMany], "and it is told");
    let document = parse(&vec![b'<'; FEED_BYTES_MAX + 1]);
    assert_eq!(kinds(&document), [DefectKind::TooLarge], "not read at all");
    assert_eq!(document.kind, DocumentKind::Unknown, "nor named");
}

/// A text as it stands inside an element.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A message inside so many feeds, each the text of an entry of the next one.
fn wrapped(times: usize) -> AlertDocument {
    let mut text = message("full-1.2.xml");
    for _ in 0..times {
        let inner = escaped(&text);
        text = format!("<feed><entry><summary>{inner}</summary></entry></feed>");
    }
    parse(text.as_bytes())
}

#[test]
fn a_message_is_found_in_the_text_of_an_entry_as_deep_as_the_bound() {
    for times in 1..=EMBEDDED_DEPTH_MAX {
        let document = wrapped(times);
        assert_eq!(document.notices.len(), 1, "{times} times in a text");
        assert_eq!(kinds(&document), [], "{times} times is no defect");
    }
    let document = wrapped(EMBEDDED_DEPTH_MAX + 1);
    assert!(document.notices.is_empty(), "deeper is not looked for");
    let told = kinds(&document);
    assert!(
        told.contains(&DefectKind::ElementMissing),
        "but it is told: {told:?}"
    );
}
