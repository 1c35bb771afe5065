//! Files that depart from the field list in one thing each.

use super::*;
use crate::cap::REPEATS_MAX;

const FILE: &str = r#"<alert xmlns="http://com.icss.amp">
    <identifier>37011200000000_20260501090000</identifier><sender>演练应急局</sender>
    <senderCode>37011200000000</senderCode><sendTime>2026-05-01 09:00:00+08:00</sendTime>
    <status>Test</status><msgType>Alert</msgType><scope>Public</scope>
    <code><method><methodName>SMS</methodName></method></code>
    <info><language>zh-CN</language><eventType>11B03</eventType><severity>Orange</severity>
    <effective>2026-05-01 09:00:00+08:00</effective>
    <headline>演练应急局发布暴雨橙色预警</headline><description>演练</description>
    <area><areaDesc>演练区</areaDesc></area></info></alert>"#;

const SCOPE: &str = "<scope>Public</scope>";
const HEADLINE: &str = "<headline>演练应急局发布暴雨橙色预警</headline>";

/// The file with something else in the place of one part of it.
fn changed(from: &str, to: &str) -> Warning {
    assert!(FILE.contains(from), "{from} stands in the file");
    let mut parsed = parse(FILE.replacen(from, to, 1).as_bytes());
    assert_eq!(parsed.messages.len(), 1, "a departure costs no message");
    parsed.messages.remove(0)
}

fn told(warning: &Warning) -> Vec<(DefectKind, &str)> {
    let defects = warning.defects.iter();
    defects.map(|d| (d.kind, d.path.as_str())).collect()
}

/// What stands there, what stands in its place, and what is told of it.
type Departure = (&'static str, String, Option<(DefectKind, &'static str)>);

/// Values and blocks that the field list does not allow, or allows to be absent.
fn values_and_blocks() -> Vec<Departure> {
    let methods = "<method/>".repeat(REPEATS_MAX);
    vec![
        (SCOPE, SCOPE.to_owned(), None),
        (
            "<msgType>Alert",
            "<msgType>Renew".to_owned(),
            Some((DefectKind::ValueIllegal, "alert/msgType")),
        ),
        (
            "<senderCode>37011200000000",
            "<senderCode>37011300000000".to_owned(),
            Some((DefectKind::ValueIllegal, "alert/senderCode")),
        ),
        (
            "<status>Test",
            "<status>Real".to_owned(),
            Some((DefectKind::ValueIllegal, "alert/status")),
        ),
        (
            "<msgType>Alert",
            "<msgType>Cancel".to_owned(),
            Some((DefectKind::ReferencesMissing, "alert/references")),
        ),
        (
            "</code>",
            format!("{methods}</code>"),
            Some((DefectKind::TooMany, "alert/method")),
        ),
        ("<language>zh-CN</language>", String::new(), None),
    ]
}

/// Elements that are not of the field list.
fn elements_of_others() -> Vec<Departure> {
    let extra = r#"<x:level xmlns:x="urn:drill">3</x:level>"#;
    let resource = format!("<resource><name>图.png</name>{extra}</resource><area>");
    vec![
        (
            SCOPE,
            format!("{SCOPE}{extra}"),
            Some((DefectKind::ElementUnknown, "alert")),
        ),
        (
            SCOPE,
            format!("{SCOPE}<level>3</level>"),
            Some((DefectKind::ElementUnknown, "alert")),
        ),
        (
            "<area>",
            resource,
            Some((DefectKind::ElementUnknown, "alert/info[0]/resource[0]")),
        ),
        (
            "</area>",
            format!("{extra}</area>"),
            Some((DefectKind::ElementUnknown, "alert/info[0]/area[0]")),
        ),
        (
            "<methodName>",
            "<vendor>演练</vendor><methodName>".to_owned(),
            Some((DefectKind::ElementUnknown, "alert")),
        ),
        (
            "<method>",
            "<vendor>演练</vendor><method>".to_owned(),
            Some((DefectKind::ElementUnknown, "alert")),
        ),
    ]
}

#[test]
fn one_departure_gives_one_defect_where_it_stands() {
    let cases = [values_and_blocks(), elements_of_others()].concat();
    for (from, to, wanted) in cases {
        let warning = changed(from, &to);
        let wanted: Vec<_> = wanted.into_iter().collect();
        assert_eq!(told(&warning), wanted, "{to}");
        assert_eq!(warning.info[0].language, LANGUAGE_DEFAULT, "Chinese: {to}");
        let unknown = wanted
            .iter()
            .filter(|(kind, _)| *kind == DefectKind::ElementUnknown);
        let lists = [
            warning.unknown.len(),
            warning.info[0]
                .resource
                .iter()
                .map(|one| one.unknown.len())
                .sum(),
            warning.info[0].area[0].unknown.len(),
        ];
        let kept: usize = lists.iter().sum();
        assert_eq!(
            kept,
            unknown.count(),
            "what is not of the list is kept: {to}"
        );
        let method = &warning.code.method[0];
        assert_eq!(method.method_name, "SMS", "the means is kept: {to}");
        assert!(warning.code.method.len() <= REPEATS_MAX, "bounded: {to}");
    }
}

#[test]
fn a_triple_in_references_names_one_message_and_a_chain_names_several() {
    let first = "37011200000000_20260501080000";
    let triple = format!("演练应急局,{first},2026-05-01 08:00:00");
    let cases = [
        (triple.as_str(), vec![first], Some(1_777_593_600_000)),
        (first, vec![first], None),
        ("a,b,c", vec!["a", "b", "c"], None),
        ("a；b，c d", vec!["a", "b", "c", "d"], None),
    ];
    for (text, identifiers, sent_ms) in cases {
        let to = format!("{SCOPE}<references>{text}</references>");
        let notice = AlertNotice::from(&changed(SCOPE, &to));
        let read: Vec<_> = notice.references.iter().map(|r| &r.identifier).collect();
        assert_eq!(read, identifiers, "which messages: {text}");
        let reference = &notice.references[0];
        assert_eq!(reference.sent_ms, sent_ms, "of when: {text}");
        let sender = sent_ms.map(|_| "演练应急局");
        assert_eq!(reference.sender.as_deref(), sender, "whose: {text}");
    }
}

#[test]
fn a_file_without_an_identifier_is_known_by_what_it_says() {
    let identifier = "<identifier>37011200000000_20260501090000</identifier>";
    let one = AlertNotice::from(&changed(identifier, ""));
    let again = AlertNotice::from(&changed(identifier, "<identifier> </identifier>"));
    assert!(!one.identifier.is_empty(), "it has an identity");
    assert_eq!(one.key, again.key, "the same file is the same warning");
    let text = FILE.replace(identifier, "");
    let other = text.replace("<description>演练", "<description>演练结束");
    let other = AlertNotice::from(&parse(other.as_bytes()).messages[0]);
    assert_ne!(one.key, other.key, "another text is another warning");
    let bare = r#"<alert xmlns="http://com.icss.amp"><senderCode>3701</senderCode></alert>"#;
    let bare = AlertNotice::from(&parse(bare.as_bytes()).messages[0]);
    assert!(!bare.identifier.is_empty(), "even one that says nothing");
}

#[test]
fn without_a_headline_the_event_stands_in_its_place() {
    let warning = changed(HEADLINE, "");
    assert_eq!(
        told(&warning),
        [(DefectKind::ElementMissing, "alert/info[0]/headline")],
        "the field list asks for one"
    );
    let notice = AlertNotice::from(&warning);
    assert_eq!(notice.texts[0].headline, "暴雨", "11B03 is rainstorm");
}

#[test]
fn documents_that_are_too_large_or_hold_several_files_are_told() {
    let large = vec![b' '; MESSAGE_BYTES_MAX + 1];
    let (file, list) = (parse(&large), parse_list(&large));
    assert!(
        file.messages.is_empty() && list.messages.is_empty(),
        "unread"
    );
    for defects in [&file.defects, &list.defects] {
        let kinds: Vec<_> = defects.iter().map(|defect| defect.kind).collect();
        assert_eq!(kinds, [DefectKind::TooLarge], "and it is told");
    }
    let two = parse(format!("{FILE}{FILE}").as_bytes());
    assert_eq!(two.messages.len(), 2, "both are read");
    let several = two.defects.iter().map(|defect| defect.kind);
    let several: Vec<_> = several.collect();
    assert!(
        several.contains(&DefectKind::SeveralRoots),
        "one document has one root: {several:?}"
    );
}

#[test]
fn a_document_is_decoded_as_what_it_begins_with() {
    let file = decode_values(format!("\u{FEFF}\r\n {FILE}").as_bytes());
    assert_eq!(file.messages[0]["senderCode"], "37011200000000", "the file");
    let list = decode_values(r#"[{"title":"演练应急局发布暴雨橙色预警"}]"#.as_bytes());
    assert_eq!(list.messages[0]["event"], "暴雨", "a list");
}

#[test]
fn files_and_codes_in_the_form_of_cap_are_read_by_name() {
    let resource = "<resource><resourceDesc>演练图</resourceDesc><size>3</size>\
        <mimeType>image/jpeg</mimeType><uri>http://example.invalid/1.jpg</uri>\
        <derefUri>AAEC</derefUri><digest>0c7a</digest></resource>";
    let area = "<area><areaDesc>演练区</areaDesc><geocode>370112</geocode>\
        <geocode><valueName>国家行政区划编码</valueName><value>370113000000</value></geocode>\
        <geocode><valueName>空</valueName><value></value></geocode></area>";
    let plain = "<area><areaDesc>演练区</areaDesc></area>";
    let warning = changed(plain, &format!("{resource}{area}"));
    assert_eq!(told(&warning), [], "nothing of it is unknown");
    let read = &warning.info[0].resource[0];
    let fields = [
        (&read.mime_type, "image/jpeg"),
        (&read.uri, "http://example.invalid/1.jpg"),
        (&read.deref_uri, "AAEC"),
    ];
    for (field, expected) in fields {
        assert_eq!(field.as_deref(), Some(expected), "as it was written");
    }
    let read = &warning.info[0].area[0];
    assert_eq!(
        read.geocode,
        ["370112", "370113000000"],
        "a district is found by its code in either form"
    );
    assert_eq!(
        read.geocode_named[0].value_name, "国家行政区划编码",
        "and the system of the code is kept"
    );
}
