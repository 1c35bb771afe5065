use proptest::prelude::*;

use super::*;
use crate::vectors;

fn message(name: &str) -> String {
    let found = vectors::cases("cap")
        .into_iter()
        .find(|(case, _)| case.file == name);
    let bytes = found.map(|(_, bytes)| bytes).unwrap_or_default();
    let text = String::from_utf8(bytes).expect("this vector is UTF-8");
    text.split_once("?>")
        .map(|(_, body)| body.to_owned())
        .unwrap_or(text)
}

fn kinds(document: &AlertDocument) -> Vec<DefectKind> {
    document.defects.iter().map(|defect| defect.kind).collect()
}

#[test]
fn an_atom_feed_gives_its_messages_and_its_links() {
    let inline = message("full-1.2.xml");
    let feed = format!(
        r#"<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2">
        <title>演练</title>
        <entry><id>e1</id><title>inline</title><content type="text/xml">{inline}</content></entry>
        <entry><id>e2</id><title>linked</title><updated>2026-05-01T09:00:00+08:00</updated>
          <link rel="alternate" href="https://example.org/page"/>
          <link type="application/cap+xml" href="https://example.org/2.cap"/>
          <cap:severity>Severe</cap:severity></entry>
        <entry><id>https://example.org/3</id><title>by id</title></entry>
        <entry><id>e4</id><title>bad</title><link href="javascript:alert(1)"/></entry>
        <entry><id>e5</id><title>nothing</title></entry></feed>"#
    );
    let document = parse(feed.as_bytes());
    assert_eq!(document.kind, DocumentKind::Atom, "it is an Atom feed");
    assert_eq!(document.notices.len(), 1, "one entry holds its message");
    let urls: Vec<&str> = document
        .links
        .iter()
        .map(|link| link.url.as_str())
        .collect();
    assert_eq!(
        urls,
        ["https://example.org/2.cap", "https://example.org/3"],
        "two name theirs"
    );
    assert_eq!(
        document.links[0].updated_ms,
        Some(1_777_597_200_000),
        "when it was changed"
    );
    let severity = ("severity".to_owned(), "Severe".to_owned());
    assert!(
        document.links[0].fields.contains(&severity),
        "what the entry says is kept"
    );
    assert_eq!(
        kinds(&document),
        [DefectKind::LinkRefused, DefectKind::ElementMissing],
        "two defects"
    );
}

#[test]
fn an_rss_feed_gives_links_and_messages_in_cdata() {
    let inline = message("full-1.2.xml");
    let feed = format!(
        r#"<rss version="2.0"><channel><title>演练</title>
        <item><title>linked</title><link>https://example.org/1.cap</link><guid>g1</guid>
          <pubDate>Fri, 01 May 2026 01:00:00 GMT</pubDate></item>
        <item><title>inline</title><description><![CDATA[{inline}]]></description></item>
        </channel></rss>"#
    );
    let document = parse(feed.as_bytes());
    assert_eq!(document.kind, DocumentKind::Rss, "it is RSS");
    assert_eq!(document.notices.len(), 1, "the message in CDATA is read");
    assert_eq!(
        document.links[0].url, "https://example.org/1.cap",
        "the link is kept"
    );
    assert_eq!(
        document.links[0].updated_ms,
        Some(1_777_597_200_000),
        "RFC 2822 time"
    );
    assert!(
        document.defects.is_empty(),
        "nothing is wrong: {:?}",
        document.defects
    );
}

#[test]
fn a_refused_message_inside_an_entry_does_not_stop_the_others() {
    let alert = "<alert><identifier>1</identifier></alert>";
    let bad = format!("<description><![CDATA[<!DOCTYPE alert>{alert}]]></description>");
    let feed = format!(
        "<rss><channel><item>{bad}<link>https://example.org/1</link></item>\
         <item><link>https://example.org/2</link></item></channel></rss>"
    );
    let document = parse(feed.as_bytes());
    assert_eq!(
        kinds(&document),
        [DefectKind::DtdRefused],
        "the refusal is told"
    );
    assert_eq!(document.links.len(), 2, "both links remain");
}

#[test]
fn any_document_of_a_drop_folder_is_known_for_what_it_is() {
    for name in ["cap", "warning12379"] {
        for (case, bytes) in vectors::cases(name) {
            let document = parse(&bytes);
            let foreign = case.file == "cap.xml";
            let expected = if foreign { 1 } else { case.messages };
            assert_eq!(
                document.notices.len(),
                expected,
                "messages of {}",
                case.file
            );
            let told = !document.defects.is_empty() || !document.notices.is_empty();
            assert!(told, "{} gives a message or a defect", case.file);
        }
    }
}

#[test]
fn a_login_page_is_a_defect() {
    let document = parse(b"<html><head><title>login</title></head></html>");
    assert_eq!(
        kinds(&document),
        [DefectKind::FormatWrong],
        "no alert and no list"
    );
    assert_eq!(
        document.kind,
        DocumentKind::Unknown,
        "and it is not taken for one"
    );
}

fn any_markup() -> impl Strategy<Value = String> {
    let names = "feed|entry|rss|channel|item|link|alert|info|content|id";
    let open = format!("<({names})( href='[a-z:/]{{0,9}}')?/?>");
    let close = format!("</({names})>");
    let expression = format!("({open}|{close}|[a-z &;]{{0,5}})");
    proptest::string::string_regex(&expression).expect("a valid expression")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn random_markup_never_panics(parts in proptest::collection::vec(any_markup(), 0..60)) {
        let text = parts.concat();
        let document = parse(text.as_bytes());
        prop_assert!(document.notices.len() <= parts.len(), "no message out of nothing");
    }
}

mod links;
