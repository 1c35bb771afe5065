//! Where one frame ends and the next begins, and what is no frame.

use super::*;

#[test]
fn frames_without_a_line_end_are_taken_where_the_next_begins() {
    let frame = framed(&segment("2011", 4, "a=1"));
    let bare = &frame[..frame.len() - 2];
    let parsed = parse(&[bare, bare, frame.as_slice()].concat());
    assert_eq!(parsed.defects, [], "all three are right");
    let ends: Vec<_> = parsed
        .messages
        .iter()
        .map(|message| message.tolerated.contains(&Tolerated::EndMissing))
        .collect();
    assert_eq!(ends, [true, true, false], "and it is noted");
}

#[test]
fn a_frame_is_given_as_soon_as_its_crc_is_right() {
    let frame = framed(&segment("2011", 5, "a=1"));
    let (bare, end) = frame.split_at(frame.len() - 2);
    let mut reader = Reader::default();
    let parsed = reader.push(bare);
    assert_eq!(
        parsed.messages.len(),
        1,
        "the station waits for its answer, and nothing else may come"
    );
    assert_eq!(
        parsed.messages[0].tolerated,
        [],
        "its end mark may come yet: nothing is known to be missing"
    );
    for byte in end {
        let late = reader.push(&[*byte]);
        assert_eq!(
            (late.messages.len(), late.defects.len()),
            (0, 0),
            "the mark is no noise"
        );
    }
    let parsed = reader.push(&frame);
    assert_eq!(
        (parsed.messages.len(), parsed.defects.len()),
        (1, 0),
        "and the next is read"
    );
    assert_eq!(
        only(bare).tolerated,
        [Tolerated::EndMissing],
        "in a recording that ends there it is missing"
    );
}

#[test]
fn start_marks_without_end_are_summed_up_a_few_times_and_good_frames_are_found_among_them() {
    let good = framed(&segment("2011", 4, "a=1"));
    let flood = [b"##9999aaaa".repeat(3_000), good.clone()].concat();
    let parsed = parse(&flood);
    assert_eq!(
        parsed.messages.len(),
        0,
        "what the last start mark claims takes the good one in"
    );
    assert!(
        parsed.defects.len() < 60,
        "refused start marks are passed over together, not one by one: {}",
        parsed.defects.len()
    );
    let few = [b"##0020aaaa".repeat(3), good.clone(), good].concat();
    let parsed = parse(&few);
    assert_eq!(parsed.messages.len(), 2, "a few broken ones hide nothing");
    let runs = parse(&b"#".repeat(50_000));
    assert!(
        runs.defects.len() < 20,
        "a run of one mark is one piece of noise"
    );
}

#[test]
fn lines_that_a_logger_has_cut_are_read_on_the_technicians_line() {
    let text = segment("2011", 4, "a=1");
    let whole = String::from_utf8(framed(&text)).expect("text");
    let log = format!("{text}\r\n{whole}{}\n##0050QN=1\n", whole[2..].trim_end());
    let lines = crate::decode::decode("hj212", log.as_bytes());
    let types: Vec<_> = lines
        .iter()
        .map(|line| (line["type"].as_str(), line["kind"].as_str()))
        .collect();
    let (message, defect) = (Some("message"), Some("defect"));
    assert_eq!(
        types,
        [
            (message, None),
            (defect, Some("head_missing")),
            (message, None),
            (message, None),
            (defect, Some("head_missing")),
            (defect, Some("truncated")),
        ],
        "cut, whole, cut with its CRC, half"
    );
    for index in [0, 2, 3] {
        assert_eq!(
            lines[index]["data"]["fields"]["MN"], "YL0000000001",
            "line {index}"
        );
        assert_eq!(lines[index]["name"], "realTimeData", "with its codes");
    }
    assert_eq!(
        parse(text.as_bytes()).messages,
        [],
        "a station is not taken at its bare word"
    );
    for odd in [
        "QN=1;ST=32;CN=2011",
        "0020MN=1;CP=&&",
        "QN=1;CP=&&a=1&&xy",
        "a;CP=&&&&",
    ] {
        let lines = crate::decode::decode("hj212", odd.as_bytes());
        assert!(
            lines.iter().all(|line| line["type"] == "defect"),
            "{odd} is no segment"
        );
    }
    let (head, tail) = whole.split_at(60);
    let wrapped = format!("{head}\n{tail}");
    let lines = crate::decode::decode("hj212", wrapped.as_bytes());
    assert_ne!(
        lines[0]["kind"], "head_missing",
        "half a frame is no line of a logger"
    );
}

#[test]
fn frames_that_are_not_right_are_refused_with_the_reason() {
    let good = String::from_utf8(framed(&segment("2011", 4, "a=1"))).expect("text");
    let flipped = good.replace("a=1", "a=2");
    let number = good.get(2..6).and_then(|digits| digits.parse::<u32>().ok());
    let number = number.expect("four digits");
    let longer = good.replacen(&format!("{number:04}"), &format!("{:04}", number + 1), 1);
    let shorter = good.replacen(&format!("{number:04}"), &format!("{:04}", number - 1), 1);
    let cases = [
        (flipped, DefectKind::ChecksumMismatch),
        (longer, DefectKind::LengthMismatch),
        (shorter, DefectKind::LengthMismatch),
        (good[..40].to_owned(), DefectKind::Truncated),
        ("##".to_owned(), DefectKind::Truncated),
        ("##12x4QN=1".to_owned(), DefectKind::Malformed),
        (
            format!("{}x", &good[..good.len() - 2]),
            DefectKind::Tolerated,
        ),
        ("hello".to_owned(), DefectKind::Noise),
        ("#".to_owned(), DefectKind::Noise),
    ];
    for (text, kind) in cases {
        let parsed = parse(text.as_bytes());
        if kind == DefectKind::Tolerated {
            assert_eq!(parsed.messages.len(), 1, "the frame is whole: {text}");
            assert_eq!(kinds(&parsed), [DefectKind::Noise], "the rest is noise");
            continue;
        }
        assert_eq!(parsed.messages, [], "nothing of it is used: {text}");
        assert_eq!(kinds(&parsed), [kind], "{text}");
        let raw = hex::decode(&parsed.defects[0].raw).expect("hexadecimal");
        assert!(text.as_bytes().starts_with(&raw), "with its bytes: {text}");
    }
}

#[test]
fn a_wrong_frame_does_not_swallow_the_next() {
    let good = framed(&segment("2011", 4, "a=1"));
    let mut wrong = good.clone();
    wrong[2..6].copy_from_slice(b"0999");
    let parsed = parse(&[wrong, good.clone(), good].concat());
    assert_eq!(parsed.messages.len(), 2, "both right ones are read");
    assert_eq!(
        kinds(&parsed),
        [DefectKind::LengthMismatch],
        "and the wrong one is told once"
    );
}

#[test]
fn a_frame_whose_crc_is_wrong_is_refused_by_how_it_ends() {
    let frame = framed(&segment("2011", 4, "a=1"));
    let bare = &frame[..frame.len() - 2];
    let cases: [(&[u8], DefectKind); 5] = [
        (b"", DefectKind::TailMissing),
        (b"\r", DefectKind::TailMissing),
        (b"\r\n", DefectKind::ChecksumMismatch),
        (b"\n", DefectKind::ChecksumMismatch),
        (b"&&\r\n", DefectKind::LengthMismatch),
    ];
    for (end, kind) in cases {
        let mut bytes = bare.to_vec();
        let last = bytes.len() - 1;
        bytes[last] = b'Z';
        bytes.extend(end);
        let mut reader = Reader::default();
        let first = reader.push(&bytes);
        let later = reader.finish();
        let messages = first.messages.len() + later.messages.len();
        assert_eq!(messages, 0, "Z is no hexadecimal digit: {end:?}");
        let told: Vec<_> = first.defects.iter().chain(&later.defects).collect();
        let kinds: Vec<_> = told.iter().map(|defect| defect.kind).collect();
        assert_eq!(kinds, [kind], "after the CRC {end:?}");
        let raw = hex::encode(&bytes);
        assert_eq!(told[0].raw, raw, "what was refused is kept: {end:?}");
    }
}

#[test]
fn a_frame_with_a_wrong_crc_waits_for_its_end_and_the_next_is_read() {
    let frame = framed(&segment("2011", 4, "a=1"));
    let mut wrong = frame.clone();
    let crc_at = wrong.len() - 6;
    wrong[crc_at] = b'Z';
    let (bare, end) = wrong.split_at(wrong.len() - 2);
    let mut reader = Reader::default();
    let parsed = reader.push(bare);
    let told = parsed.messages.len() + parsed.defects.len();
    assert_eq!(told, 0, "its end may still come");
    let parsed = reader.push(&[end, frame.as_slice()].concat());
    assert_eq!(kinds(&parsed), [DefectKind::ChecksumMismatch], "its end");
    assert_eq!(parsed.messages.len(), 1, "the next one is whole");
}

#[test]
fn names_without_anything_in_a_data_area_are_passed_over() {
    let cases = [
        ("=;a=1", vec![("a", "1")]),
        ("a=1;=,b=2", vec![("a", "1"), ("b", "2")]),
        ("a;b=", vec![("a", ""), ("b", "")]),
        ("a=1=2", vec![("a", "1=2")]),
        ("=1", vec![("", "1")]),
    ];
    for (area, wanted) in cases {
        let parsed = parse(&framed(&segment("2011", 4, area)));
        assert_eq!(parsed.messages.len(), 1, "the frame is read: {area}");
        let items = parsed.messages[0].segment.items.iter().flatten();
        let pairs: Vec<_> = items
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(pairs, wanted, "{area}");
    }
}
