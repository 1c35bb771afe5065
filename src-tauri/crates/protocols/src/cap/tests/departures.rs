//! Messages that depart from the standard in one thing each: what is told of it, and what is kept.

use super::*;

const MESSAGE: &str = r#"<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
    <identifier>DRILL-1</identifier><sender>drill@example.org</sender>
    <sent>2026-05-01T09:00:00+08:00</sent><status>Exercise</status><msgType>Alert</msgType>
    <scope>Public</scope><info><category>Met</category><event>演练</event>
    <urgency>Future</urgency><severity>Minor</severity><certainty>Likely</certainty>
    <area><areaDesc>演练区</areaDesc></area></info></alert>"#;

const SENT: &str = "<sent>2026-05-01T09:00:00+08:00</sent>";
const SCOPE: &str = "<scope>Public</scope>";
const AREA_END: &str = "</area>";
const INFO_END: &str = "<area>";

/// What is told, and of which element.
type Told<'a> = &'a [(DefectKind, &'a str)];

/// A pair's inside, what is read of it, and what is told.
type Pair<'a> = (&'a str, Option<(&'a str, &'a str)>, Told<'a>);

/// The message with something else in the place of one part of it.
fn changed(from: &str, to: &str) -> Alert {
    assert!(MESSAGE.contains(from), "{from} stands in the message");
    let text = MESSAGE.replacen(from, to, 1);
    let mut parsed = parse(text.as_bytes());
    assert_eq!(parsed.messages.len(), 1, "a departure costs no message");
    parsed.messages.remove(0)
}

fn told(alert: &Alert) -> Vec<(DefectKind, &str)> {
    let defects = alert.defects.iter();
    defects.map(|d| (d.kind, d.path.as_str())).collect()
}

#[test]
fn what_the_scope_asks_for_and_what_stands_twice_is_told() {
    let cases: [(&str, &str, Told<'_>); 8] = [
        (SCOPE, SCOPE, &[]),
        (
            SCOPE,
            "<scope>Restricted</scope>",
            &[(DefectKind::ElementMissing, "alert/restriction")],
        ),
        (
            SCOPE,
            "<scope>Restricted</scope><restriction>演练人员</restriction>",
            &[],
        ),
        (
            SCOPE,
            "<scope>Private</scope>",
            &[(DefectKind::ElementMissing, "alert/addresses")],
        ),
        (
            SCOPE,
            "<password>演练</password><scope>Public</scope>",
            &[(DefectKind::ElementUnknown, "alert/password")],
        ),
        (
            SCOPE,
            "<scope>Public</scope><scope>Private</scope>",
            &[(DefectKind::ElementRepeated, "alert/scope")],
        ),
        (
            SENT,
            "<sent> </sent>",
            &[(DefectKind::ElementMissing, "alert/sent")],
        ),
        (
            "</sender>",
            "</sender><sender>other@example.org</sender>",
            &[(DefectKind::ElementRepeated, "alert/sender")],
        ),
    ];
    for (from, to, wanted) in cases {
        let alert = changed(from, to);
        assert_eq!(told(&alert), wanted, "{to}");
        assert_eq!(alert.sender, "drill@example.org", "the first sender stands");
    }
}

#[test]
fn sizes_and_heights_that_are_no_numbers_are_told_and_kept() {
    let alert = changed(
        INFO_END,
        "<resource><resourceDesc>图</resourceDesc><mimeType>image/png</mimeType>\
         <size>2 KB</size></resource><area><altitude>high</altitude><ceiling>~300</ceiling>",
    );
    let area = "alert/info[0]/area[0]";
    let (altitude, ceiling) = (format!("{area}/altitude"), format!("{area}/ceiling"));
    assert_eq!(
        told(&alert),
        [
            (DefectKind::ValueIllegal, "alert/info[0]/resource[0]/size"),
            (DefectKind::ValueIllegal, altitude.as_str()),
            (DefectKind::ValueIllegal, ceiling.as_str()),
        ],
        "bytes and feet are numbers (CAP 1.2, 3.2.3 and 3.2.4)"
    );
    let info = &alert.info[0];
    assert_eq!(info.resource[0].size.as_deref(), Some("2 KB"), "as written");
    assert_eq!(info.area[0].ceiling.as_deref(), Some("~300"), "as written");
}

#[test]
fn references_that_are_no_triple_give_what_they_hold() {
    let sent = "2026-04-30T09:00:00+08:00";
    let at = Some(1_777_510_800_000);
    let both = format!("D-0,{sent}");
    let no_sender = format!(",D-0,{sent}");
    let cases = [
        ("D-0", None, None),
        ("a@example.org,D-0", Some("a@example.org"), None),
        (both.as_str(), None, at),
        (no_sender.as_str(), None, at),
        ("a@example.org,D-0,soon", Some("a@example.org"), None),
    ];
    for (text, sender, sent_ms) in cases {
        let to = format!("{SCOPE}<references>{text}</references>");
        let alert = changed(SCOPE, &to);
        let wanted = [(DefectKind::ReferenceForm, "alert/references")];
        assert_eq!(told(&alert), wanted, "{text} is no triple");
        let [reference] = alert.reference_list.as_slice() else {
            panic!("{text} names one message");
        };
        assert_eq!(reference.identifier, "D-0", "which message: {text}");
        assert_eq!(reference.sender.as_deref(), sender, "whose: {text}");
        assert_eq!(reference.sent_ms, sent_ms, "of when: {text}");
    }
    let whole = format!("{SCOPE}<references>a,D-0,{sent}</references>");
    assert_eq!(told(&changed(SCOPE, &whole)), [], "a triple is right");
    let many = vec![format!("a,D,{sent}"); REFERENCES_MAX + 1].join(" ");
    let alert = parse(
        MESSAGE
            .replace(SCOPE, &format!("{SCOPE}<references>{many}</references>"))
            .as_bytes(),
    );
    let kinds: Vec<_> = alert.messages[0].defects.iter().map(|d| d.kind).collect();
    assert!(
        kinds
            .iter()
            .all(|kind| matches!(kind, DefectKind::TooMany | DefectKind::TextTruncated)),
        "only the bounds are told: {kinds:?}"
    );
}

#[test]
fn names_and_values_are_read_in_the_ways_senders_write_them() {
    let missing = (DefectKind::ElementMissing, "alert/info[0]/parameter");
    let unit = (DefectKind::ElementUnknown, "alert/info[0]");
    let twice = (DefectKind::ElementRepeated, "alert/info[0]/valueName");
    let cases: [Pair<'_>; 7] = [
        (
            "<valueName>风</valueName><value> 8 级</value>",
            Some(("风", " 8 级")),
            &[],
        ),
        ("风=8=级", Some(("风", "8=级")), &[]),
        ("8 级", Some(("", "8 级")), &[missing]),
        ("", None, &[]),
        ("<value>8</value>", Some(("", "8")), &[missing]),
        (
            "<valueName>a</valueName><valueName>b</valueName><value>8</value>",
            Some(("a", "8")),
            &[twice],
        ),
        (
            "<valueName>a</valueName><unit>m</unit><value>8</value>",
            Some(("a", "8")),
            &[unit],
        ),
    ];
    for (inside, pair, wanted) in cases {
        let to = format!("<parameter>{inside}</parameter><area>");
        let alert = changed(INFO_END, &to);
        assert_eq!(told(&alert), wanted, "{inside}");
        let read = alert.info[0].parameter.first();
        let read = read.map(|pair| (pair.value_name.as_str(), pair.value.as_str()));
        assert_eq!(read, pair, "{inside}");
        let kept = alert.info[0].unknown.first().map(|one| one.text.as_str());
        let wanted = inside.contains("<unit>").then_some("m");
        assert_eq!(kept, wanted, "what others put into a pair is not lost");
    }
}

#[test]
fn elements_of_others_are_kept_where_they_stand() {
    let extra = r#"<x:level xmlns:x="urn:drill">3<x:more>4</x:more></x:level>"#;
    let resource = format!(
        "<resource><resourceDesc>图</resourceDesc><mimeType>image/png</mimeType>{extra}\
         </resource><area>"
    );
    let cases = [
        (SCOPE, format!("{SCOPE}{extra}"), "alert"),
        (INFO_END, format!("{extra}<area>"), "alert/info[0]"),
        (INFO_END, resource, "alert/info[0]/resource[0]"),
        (AREA_END, format!("{extra}</area>"), "alert/info[0]/area[0]"),
    ];
    for (from, to, path) in cases {
        let alert = changed(from, &to);
        let wanted = [(DefectKind::ElementUnknown, path)];
        assert_eq!(told(&alert), wanted, "told where it stands");
        let info = &alert.info[0];
        let in_resource = info.resource.iter().flat_map(|one| &one.unknown);
        let in_area = info.area.iter().flat_map(|one| &one.unknown);
        let mut all = alert.unknown.iter().chain(&info.unknown);
        let mut inner = in_resource.chain(in_area);
        let kept = all.next().or_else(|| inner.next()).expect("it is kept");
        assert_eq!(kept.name, "level", "by its name in {path}");
        assert_eq!(kept.namespace, "urn:drill", "whose it is in {path}");
        assert_eq!(kept.text, "3 4", "with all its text in {path}");
    }
    let long = format!(
        "{SCOPE}<extra>{}</extra>",
        "长".repeat(TEXT_BYTES_MAX / 3 + 1)
    );
    let alert = changed(SCOPE, &long);
    let wanted = [
        (DefectKind::ElementUnknown, "alert"),
        (DefectKind::TextTruncated, "alert"),
    ];
    assert_eq!(told(&alert), wanted, "a cut is told");
    let kept = alert.unknown[0].text.len();
    assert_eq!(kept, TEXT_BYTES_MAX - 1, "no character is cut in half");
}

#[test]
fn shapes_and_pairs_past_the_bound_are_left_out_and_told() {
    let point = "<circle>36.6,117.1 1</circle>";
    let ring = "<polygon>36,117 36,118 37,118 36,117</polygon>";
    let code = "<geocode><valueName>GB</valueName><value>1</value></geocode>";
    for (one, name) in [(point, "circle"), (ring, "polygon"), (code, "geocode")] {
        let many = format!("{}</area>", one.repeat(REPEATS_MAX + 1));
        let alert = changed(AREA_END, &many);
        let path = format!("alert/info[0]/area[0]/{name}");
        let wanted = [(DefectKind::TooMany, path.as_str())];
        assert_eq!(told(&alert), wanted, "one more than the bound");
        let area = &alert.info[0].area[0];
        let most = [area.circle.len(), area.polygon.len(), area.geocode.len()];
        assert_eq!(most.iter().max(), Some(&REPEATS_MAX), "the rest is kept");
    }
    let alert = changed(AREA_END, "<circle> </circle><polygon/></area>");
    assert_eq!(told(&alert), [], "an empty shape is no shape");
    let area = &alert.info[0].area[0];
    assert!(area.circle.is_empty() && area.polygon.is_empty(), "none");
    let many = format!("{SCOPE}{}", "<extra>1</extra>".repeat(REPEATS_MAX + 1));
    let kept = changed(SCOPE, &many).unknown.len();
    assert_eq!(kept, REPEATS_MAX, "elements of others are bounded too");
}
