//! Documents to facts, with the bytes of each message.

use super::*;

const NOW: UtcMs = UtcMs(9_000_000_000_000);

fn reach() -> Reach {
    Reach::new(&[], &[])
}

fn cap(identifier: &str, references: &str) -> String {
    format!(
        r#"<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{identifier}</identifier>
        <sender>drill@example.org</sender><sent>2026-05-01T09:00:00+08:00</sent>
        <status>Exercise</status><msgType>Alert</msgType><scope>Public</scope>{references}
        <info><language>zh-CN</language><category>Met</category><event>暴雨</event>
        <urgency>Immediate</urgency><severity>Severe</severity><certainty>Likely</certainty>
        <headline>演练 {identifier}</headline>
        <area><areaDesc>演练街道</areaDesc></area></info></alert>"#
    )
}

fn atom(messages: &[&str]) -> String {
    let entry = |message: &&str| {
        let content = format!(r#"<content type="text/xml">{message}</content>"#);
        format!("<entry><id>e</id><title>演练</title>{content}</entry>")
    };
    let entries: String = messages.iter().map(entry).collect();
    format!(r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>演练</title>{entries}</feed>"#)
}

fn received(draft: &Draft) -> &AlertReceived {
    match &draft.fact {
        Fact::AlertReceived(received) => received,
        other => panic!("a feed observes nothing else: {other:?}"),
    }
}

#[test]
fn each_message_of_a_list_keeps_its_own_bytes() {
    // The first names the second, so its identifier stands in the list before the message itself.
    let first = cap("DRILL-1", "<references>DRILL-2</references>");
    let second = cap("DRILL-2", "");
    let list = atom(&[&first, &second]);
    let reading = read("演练", list.as_bytes(), &reach(), NOW);
    let bytes: Vec<_> = reading
        .drafts
        .iter()
        .map(|draft| received(draft).raw.data.as_str())
        .collect();
    assert_eq!(
        bytes,
        [first.as_str(), second.as_str()],
        "what came, to the byte"
    );
    for (draft, message) in reading.drafts.iter().zip([&first, &second]) {
        let sha256 = hex::encode(Sha256::digest(message));
        assert_eq!(received(draft).raw.sha256, sha256, "and their hash");
        assert_eq!(received(draft).feed, "演练", "and the feed");
    }
    assert_eq!(reading.unreadable, [], "all was read");
}

#[test]
fn messages_that_cannot_be_told_apart_do_not_keep_their_list_a_thousand_times() {
    // So written that the identifiers are not found in the bytes (XML 1.0, 4.1).
    let message = |number: usize| cap(&format!("DRILL&#45;{number}"), "");
    let messages: Vec<String> = (0..400).map(message).collect();
    let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
    let list = atom(&messages);
    assert!(list.len() > RAW_BYTES_MAX, "more than one fact keeps");
    let reading = read("演练", list.as_bytes(), &reach(), NOW);
    assert_eq!(reading.drafts.len(), messages.len(), "each is a fact");
    let raw: Vec<_> = reading
        .drafts
        .iter()
        .map(|one| &received(one).raw)
        .collect();
    let kept: usize = raw.iter().map(|raw| raw.data.len()).sum();
    assert!(
        kept <= LIST_RAW_BYTES_MAX,
        "no more than a list has: {kept}"
    );
    let sha256 = hex::encode(Sha256::digest(&list));
    let named = raw.iter().all(|raw| raw.sha256 == sha256 && raw.cut);
    assert!(
        named,
        "each says which list it is of, and that not all is here"
    );
    assert!(!raw[0].data.is_empty(), "and the first have its beginning");
}

#[test]
fn messages_of_a_list_are_told_apart_in_any_order_and_however_many() {
    let names: Vec<String> = (0..200).map(|number| format!("DRILL-{number}")).collect();
    let messages: Vec<String> = names.iter().map(|name| cap(name, "")).collect();
    let text: Vec<&str> = messages.iter().map(String::as_str).collect();
    let list = atom(&text);
    let mut original = Original::of(list.as_bytes(), false);
    for (name, message) in names.iter().zip(&messages).rev().take(MISSED_MAX) {
        assert_eq!(original.of_message(name).data, *message, "from the last");
    }
    let mut original = Original::of(list.as_bytes(), false);
    for (name, message) in names.iter().zip(&messages) {
        assert_eq!(original.of_message(name).data, *message, "all in order");
    }
}

#[test]
fn a_message_alone_keeps_the_whole_document() {
    let text = format!(
        "<?xml version=\"1.0\"?>\n<!-- 演练 -->\n{}\n",
        cap("DRILL-1", "")
    );
    let reading = read("演练", text.as_bytes(), &reach(), NOW);
    assert_eq!(reading.drafts.len(), 1, "one message");
    let raw = &received(&reading.drafts[0]).raw;
    assert_eq!(
        (raw.encoding.as_str(), raw.data.as_str()),
        ("utf8", text.as_str()),
        "all of it"
    );
}

#[test]
fn what_cannot_be_read_is_kept_with_its_bytes_and_says_why() {
    let cases: [(&[u8], &str); 4] = [
        (b"", "malformed"),
        (b"<report><a/></report>", "format_wrong"),
        (b"\xff\xfe\x00rubbish\x00", "encoding_damaged"),
        (
            include_bytes!("../../../../../tests/vectors/cap/external-entity.xml"),
            "dtd_refused",
        ),
    ];
    for (bytes, kind) in cases {
        let reading = read("演练", bytes, &reach(), NOW);
        let said = String::from_utf8_lossy(bytes);
        assert_eq!(reading.drafts, [], "nothing of it is used: {said}");
        let kept = &reading.unreadable;
        assert_eq!(kept.len(), 1, "it is kept once: {said}");
        assert_eq!(kept[0].raw, bytes, "to the byte: {said}");
        assert_eq!(
            (kept[0].kind.as_str(), kept[0].at),
            (kind, NOW),
            "and why: {said}"
        );
        assert!(!kept[0].message.is_empty(), "in words too: {said}");
    }
}

#[test]
fn a_document_beyond_the_bound_is_not_read_and_its_beginning_is_kept() {
    let mut bytes = cap("DRILL-1", "").into_bytes();
    bytes.resize(DOCUMENT_BYTES_MAX + 1, b' ');
    let reading = read("演练", &bytes, &reach(), NOW);
    assert_eq!(reading.drafts, [], "it is not read");
    let kept = &reading.unreadable[0];
    assert_eq!(kept.kind, "too_large", "it says why");
    assert_eq!(kept.raw.len(), DOCUMENT_BYTES_MAX, "up to the bound");
}

#[test]
fn a_list_without_messages_is_nothing_wrong() {
    let reading = read("演练", atom(&[]).as_bytes(), &reach(), NOW);
    assert_eq!(reading.drafts, [], "there is none today");
    assert_eq!(reading.unreadable, [], "and nobody has to look");
    for empty in [
        r#"{"count":"0","data":[]}"#,
        r#"var alarminfo={"count":"0","data":[]};"#,
        "[]",
    ] {
        let reading = read("演练", empty.as_bytes(), &reach(), NOW);
        assert!(reading.is_of_warnings(), "a list without any: {empty}");
        assert_eq!(reading.unreadable, [], "and nobody has to look: {empty}");
    }
}

#[test]
fn a_page_or_a_refusal_is_no_document_of_warnings() {
    for said in [
        "<!DOCTYPE html><html><body>请登录</body></html>",
        "<html><body>请登录</body></html>",
        r#"{"code":401,"msg":"未登录"}"#,
        r#"{"users":[{"name":"演练"}],"data":[]}"#,
        r#"{"code":500,"msg":"系统异常","data":[]}"#,
        r#"{"status":"503","data":[]}"#,
        r#"{"code":-1,"msg":"token无效","data":[]}"#,
        r#"{"code":"A0301","data":[]}"#,
        r#"{"success":false,"data":[]}"#,
        "<script>var list = {\"errors\":[]}</script>",
        "",
    ] {
        let reading = read("演练", said.as_bytes(), &reach(), NOW);
        assert!(!reading.is_of_warnings(), "no warning comes of it: {said}");
        assert_eq!(
            reading.unreadable.len(),
            1,
            "and its bytes are kept: {said}"
        );
    }
    let one = read("演练", cap("DRILL-1", "").as_bytes(), &reach(), NOW);
    assert!(one.is_of_warnings(), "a message is one");
    for said in [
        r#"{"code":200,"data":[]}"#,
        r#"{"status":"ok","success":true,"data":[]}"#,
        "var list = [];",
    ] {
        let quiet = read("演练", said.as_bytes(), &reach(), NOW);
        assert!(
            quiet.is_of_warnings(),
            "so is a list of a quiet day: {said}"
        );
    }
}

#[test]
fn long_bytes_are_cut_in_the_fact_and_their_hash_is_of_all() {
    let short = raw_bytes(b"\xffa");
    assert_eq!(
        (short.encoding.as_str(), short.data.as_str()),
        ("base64", "/2E="),
        "no text"
    );
    assert!(!short.cut, "all of it");
    let long = vec![b'a'; RAW_BYTES_MAX + 1];
    let raw = raw_bytes(&long);
    assert!(raw.cut, "it says so");
    assert_eq!(raw.data.len(), RAW_BYTES_MAX, "the first part");
    assert_eq!(
        raw.sha256,
        hex::encode(Sha256::digest(&long)),
        "of all that came"
    );
}

#[test]
fn text_with_control_characters_does_not_grow_in_a_fact() {
    let raw = raw_bytes(&vec![0; RAW_BYTES_MAX]);
    assert_eq!(
        raw.encoding, "base64",
        "each NUL would be six bytes of JSON"
    );
    let json = serde_json::to_string(&raw).expect("it is written");
    assert!(
        json.len() < emergency::event::BODY_BYTES_MAX,
        "the log takes it"
    );
    assert_eq!(raw_bytes(b"a\r\n\tb").encoding, "utf8", "lines are text");
}

/// A message with an area of so many points, and words of so many characters.
fn large(points: usize, chars: usize) -> String {
    let pair = |at: usize| {
        let turn = at as f64 / points as f64 * std::f64::consts::TAU;
        format!("{:.9},{:.9} ", 36.7 + turn.sin(), 117.1 + turn.cos())
    };
    let ring: String = (0..points).chain([0]).map(pair).collect();
    let area = format!("<areaDesc>演练街道</areaDesc><polygon>{ring}</polygon>");
    let words = "长".repeat(chars);
    cap("DRILL-1", "")
        .replace("<areaDesc>演练街道</areaDesc>", &area)
        .replace("演练 DRILL-1", &format!("演练 {words}"))
}

#[test]
fn an_area_of_too_many_points_is_thinned_so_that_the_log_takes_the_message() {
    // Of the longer one the reader itself keeps the first points only, and leaves it open.
    for points in [protocols::POLYGON_POINTS_MAX - 1, 30_000] {
        let reading = read("演练", large(points, 0).as_bytes(), &reach(), NOW);
        assert_eq!(reading.unreadable, [], "it is read");
        let received = received(&reading.drafts[0]);
        let json = serde_json::to_string(received).expect("it is written");
        assert!(
            json.len() <= emergency::event::BODY_BYTES_MAX,
            "the log takes it"
        );
        let ring = &received.notice.polygons[0];
        assert!(
            ring.len() > 1_000,
            "the area is still there: {}",
            ring.len()
        );
        assert_eq!(ring.first(), ring.last(), "and closed");
        let defects = received.notice.defects.join(" ");
        let said = defects.contains("the area has 20000 points");
        assert!(said, "it says so: {defects}");
    }
}

#[test]
fn a_message_that_is_too_large_without_its_area_is_kept_unread() {
    // One text is cut when it is read: only many of them are too large together.
    let one = large(10, 20_000);
    let (from, to) = (one.find("<info>"), one.find("</alert>"));
    let info = &one[from.expect("its text")..to.expect("its end")];
    let text = one.replace(info, &info.repeat(12));
    let reading = read("演练", text.as_bytes(), &reach(), NOW);
    assert_eq!(reading.drafts, [], "the log would not take it");
    let kept = &reading.unreadable;
    assert_eq!(kept.len(), 1, "so it is kept once");
    assert_eq!(kept[0].kind, "too_large", "and says why");
    assert_eq!(kept[0].raw, text.as_bytes(), "to the byte");
}
