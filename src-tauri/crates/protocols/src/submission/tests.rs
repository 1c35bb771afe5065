use super::*;
use emergency::time::UtcMs;
use proptest::prelude::*;

fn hotline() -> Reading {
    Reading {
        channel: SubmissionChannel::Hotline,
        ..Reading::default()
    }
}

fn one(text: &str, reading: &Reading) -> Told {
    let mut parsed = from_json(text.as_bytes(), reading);
    assert_eq!(parsed.defects, [], "nothing is wrong with the document");
    assert_eq!(parsed.messages.len(), 1, "one record");
    parsed.messages.remove(0)
}

const ORDER: &str = r#"{"工单编号":"演练-001","标题":"演练 路口有刺鼻气味","诉求内容":"两人头晕",
    "受理时间":"2026/11/18 21:04","地址":"演练 工业北路","经度":117.1,"纬度":"36.68",
    "来电人":"演练 孙某","联系电话":"000-1","受伤人数":2,"办理时限":"2026-11-19 21:04:00"}"#;

#[test]
fn an_order_is_read_by_the_headings_that_hotlines_write() {
    let told = one(ORDER, &hotline());
    let got = &told.received;
    assert_eq!(got.number, "演练-001", "its number");
    assert_eq!(got.matter, "演练 路口有刺鼻气味", "its title");
    assert_eq!(got.course, "两人头晕", "what was told");
    assert_eq!(
        got.told_at,
        Some(UtcMs(1_795_007_040_000)),
        "21:04 in China"
    );
    assert_eq!(
        got.place.point.map(|p| p.lon),
        Some(117.1),
        "a number as text"
    );
    assert_eq!(got.teller.name, "演练 孙某", "a caller is named");
    assert_eq!(got.harm.map(|h| h.lightly_injured), Some(2), "counts");
    assert!(got.due_at > got.told_at, "the order's own limit");
    assert!(!told.raw.is_empty(), "with its bytes");
    assert_eq!(told.defects, [], "nothing is wrong with it");
}

#[test]
fn a_list_may_stand_alone_under_a_key_or_line_by_line() {
    let two = r#"[{"标题":"演练 一"},{"标题":"演练 二"}]"#;
    let under = format!(r#"{{"code":0,"data":{two}}}"#);
    let lines = "{\"标题\":\"演练 一\"}\n\n{\"标题\":\"演练 二\"}\n";
    for text in [two, under.as_str(), lines] {
        let parsed = from_json(text.as_bytes(), &hotline());
        let matters: Vec<_> = parsed
            .messages
            .iter()
            .map(|told| told.received.matter.as_str())
            .collect();
        assert_eq!(matters, ["演练 一", "演练 二"], "{text}");
    }
}

#[test]
fn gb18030_and_a_byte_order_mark_are_read() {
    let (bytes, _, _) = encoding_rs::GB18030.encode(r#"[{"标题":"演练 积水"}]"#);
    let parsed = from_json(&bytes, &hotline());
    assert_eq!(parsed.messages[0].received.matter, "演练 积水", "GB 18030");
    let parsed = from_json("\u{FEFF}{\"标题\":\"演练 积水\"}".as_bytes(), &hotline());
    assert_eq!(parsed.messages.len(), 1, "with a mark");
}

#[test]
fn the_feeds_own_columns_go_before_the_shipped_words() {
    let columns = Columns::from([
        ("BT".to_owned(), "matter".to_owned()),
        ("标题".to_owned(), "cause".to_owned()),
        ("X".to_owned(), "no_such_field".to_owned()),
    ]);
    let reading = Reading {
        columns,
        ..hotline()
    };
    let told = one(
        r#"{"BT":"演练 塌陷","标题":"演练 水管破裂","X":"?"}"#,
        &reading,
    );
    assert_eq!(told.received.matter, "演练 塌陷", "as the feed says");
    assert_eq!(told.received.cause, "演练 水管破裂", "and not as usual");
}

#[test]
fn a_tip_off_keeps_its_teller_apart_and_quotes_nothing() {
    let text = r#"{"渠道":"举报","标题":"演练 私存危化品","举报人":"演练 赵举报","联系电话":"000-77",
        "举报人单位":"演练 化工厂","受理时间":"赵举报昨天说"}"#;
    let told = one(text, &hotline());
    assert_eq!(
        told.received.channel,
        SubmissionChannel::TipOff,
        "it says so"
    );
    assert!(told.received.teller.is_nobody(), "the record names nobody");
    assert_eq!(told.named.name, "演练 赵举报", "it is kept apart");
    assert!(told.raw.is_empty(), "no bytes that would name them");
    let shown = format!("{told:?}");
    for secret in ["赵举报", "000-77", "化工厂"] {
        assert!(!shown.contains(secret), "{secret} is nowhere else");
    }
    assert_eq!(told.defects.len(), 1, "the time is none, and says so");
}

#[test]
fn a_feed_of_tip_offs_stays_one_whatever_a_record_says() {
    let reading = Reading {
        channel: SubmissionChannel::TipOff,
        ..Reading::default()
    };
    let told = one(
        r#"{"渠道":"来电","标题":"演练","姓名":"演练 赵举报"}"#,
        &reading,
    );
    assert_eq!(told.received.channel, SubmissionChannel::TipOff, "sealed");
    assert!(told.received.teller.is_nobody(), "and nobody is named");
}

#[test]
fn what_may_be_a_tip_off_is_one_and_names_nobody() {
    let cases = [
        (
            r#"{"渠道":"投诉举报类","标题":"演练","姓名":"演练 赵举报"}"#,
            "a word that is not known, but speaks of it",
        ),
        (
            r#"{"标题":"演练","举报人":"演练 赵举报"}"#,
            "a key that speaks of it",
        ),
        (
            r#"{"渠道":"来电","标题":"演练","举报人":"演练 赵举报"}"#,
            "whatever way in it says",
        ),
        (
            r#"{"渠道":"举报","records":[{"标题":"演练","姓名":"演练 赵举报"}]}"#,
            "what stands beside the list holds for its records",
        ),
    ];
    for (text, why) in cases {
        let told = one(text, &hotline());
        assert_eq!(told.received.channel, SubmissionChannel::TipOff, "{why}");
        assert!(told.received.teller.is_nobody(), "named nowhere: {why}");
        assert!(told.raw.is_empty(), "nor in the bytes: {why}");
        let shown = format!("{told:?}");
        assert!(!shown.contains("赵举报"), "nor in a defect: {why}");
    }
    let text = r#"{"渠道":"来电","records":[{"渠道":"网站","标题":"演练"},{"标题":"演练 二"}]}"#;
    let parsed = from_json(text.as_bytes(), &Reading::default());
    assert_eq!(parsed.messages.len(), 2, "each is a record of its own");
}

#[test]
fn a_tip_off_is_seen_however_its_word_is_written() {
    for bytes in [r#"{"\u4e3e\u62a5":"#, "举 报 人", "TIP_OFF", "Tip_Off"] {
        assert!(is_private(bytes.as_bytes(), &hotline()), "{bytes}");
    }
    for bytes in [r#"{"\u4e3"#, r"\u", r#"{"标题":"\u6f14"}"#] {
        assert!(!is_private(bytes.as_bytes(), &hotline()), "{bytes}");
    }
}

#[test]
fn bytes_that_may_name_a_whistle_blower_are_not_in_the_defect() {
    let broken = r#"[{"渠道":"举报","举报人":"演练 赵举报""#.as_bytes();
    let parsed = from_json(broken, &hotline());
    assert_eq!(
        parsed.defects[0].kind,
        DefectKind::Malformed,
        "it is broken"
    );
    assert_eq!(parsed.defects[0].raw, "", "the bytes speak of a tip-off");
    let parsed = from_json(br#"[{"title":"x""#, &hotline());
    assert!(!parsed.defects[0].raw.is_empty(), "other bytes are kept");
    assert!(
        is_private("吹哨".as_bytes(), &hotline()),
        "another word for it"
    );
}

#[test]
fn what_says_nothing_is_a_defect_with_its_bytes() {
    let parsed = from_json(r#"[{"编号":"7"}]"#.as_bytes(), &hotline());
    assert_eq!(parsed.messages.len(), 0, "no record");
    assert_eq!(
        parsed.defects[0].kind,
        DefectKind::ElementMissing,
        "no matter"
    );
    assert!(!parsed.defects[0].raw.is_empty(), "kept");
    let parsed = from_json(b"7", &hotline());
    assert_eq!(
        parsed.defects[0].kind,
        DefectKind::Malformed,
        "no record at all"
    );
}

#[test]
fn wrong_cells_cost_their_field_alone() {
    let text = r#"{"标题":"演练","经度":"abc","纬度":"1","死亡人数":"两","渠道":"鸽子",
        "发生时间":"昨天"}"#;
    let told = one(text, &hotline());
    let kinds: Vec<_> = told.defects.iter().map(|defect| defect.kind).collect();
    for kind in [
        DefectKind::PointUnreadable,
        DefectKind::ValueIllegal,
        DefectKind::TimeUnreadable,
    ] {
        assert!(kinds.contains(&kind), "{kind:?} in {kinds:?}");
    }
    assert_eq!(
        told.received.channel,
        SubmissionChannel::Hotline,
        "the feed's"
    );
    let far = r#"{"标题":"演练","经度":"999","纬度":"1"}"#;
    let told = one(far, &hotline());
    assert_eq!(
        told.defects[0].kind,
        DefectKind::PointOutOfRange,
        "not on earth"
    );
}

#[test]
fn too_many_and_too_much_are_said() {
    let row = vec!["演练".to_owned()];
    let rows = vec![row; RECORDS_MAX + 1];
    let parsed = from_rows(&["标题".to_owned()], &rows, &hotline());
    assert_eq!(parsed.messages.len(), RECORDS_MAX, "as many as are read");
    assert_eq!(
        parsed.defects[0].kind,
        DefectKind::TooMany,
        "and more there were"
    );
    let large = vec![b' '; DOCUMENT_BYTES_MAX + 1];
    let parsed = from_json(&large, &hotline());
    assert_eq!(
        parsed.defects[0].kind,
        DefectKind::TooLarge,
        "not read at all"
    );
}

#[test]
fn every_word_means_one_field() {
    let mut seen = std::collections::BTreeMap::new();
    for field in [
        "channel", "number", "matter", "course", "name", "phone", "unit", "place",
    ] {
        assert!(is_field(field), "{field} is one");
        for word in words_of(field) {
            let before = seen.insert(word.clone(), field);
            assert_eq!(before, None, "{word} means {field} alone");
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_stop_it(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let parsed = from_json(&bytes, &hotline());
        prop_assert!(parsed.messages.len() <= RECORDS_MAX, "bounded");
    }

    #[test]
    fn no_cells_stop_it(cell in "\\PC*", heading in "标题|渠道|经度|受理时间|x") {
        let reading = hotline();
        let headings = [heading, "内容".to_owned()];
        let parsed = from_rows(&headings, &[vec![cell.clone(), cell]], &reading);
        prop_assert!(parsed.messages.len() <= 1, "one row");
    }
}
