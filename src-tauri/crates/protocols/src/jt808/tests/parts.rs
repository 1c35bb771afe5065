//! Messages in parts, whole and not, within what a server may hold of them.

use super::*;

#[test]
fn parts_in_any_order_make_one_message() {
    let content = "ab".repeat(BODY_BYTES_MAX + 500);
    let sent = fields(json!({"type": 1, "content": content}));
    let mut frames = encode(&header(0x0900, Edition::Y2019), &sent);
    assert_eq!(frames.len(), 2, "two frames are needed");
    frames.swap(0, 1);
    frames.insert(1, frames[0].clone());
    let parsed = parse(&frames.concat());
    assert_eq!(parsed.defects, [], "a part that comes twice is no fault");
    let parts: Vec<_> = parsed.messages.iter().map(Message::is_part).collect();
    assert_eq!(
        parts,
        [true, true, true, false],
        "each part, then the whole"
    );
    let whole = parsed.messages.last().expect("the whole").to_value();
    assert_eq!(whole["assembledFrom"], 2, "of two");
    assert_eq!(whole["body"]["content"], sent["content"], "in order");
}

#[test]
fn unfinished_messages_are_bounded_and_the_oldest_gives_way() {
    let mut reader = Reader::default();
    let long = vec![0xAA; BODY_BYTES_MAX * 2];
    let mut dropped = 0;
    for serial in 0..20_u16 {
        let header = Header {
            serial: serial * 10,
            ..header(0x0801, Edition::Y2013)
        };
        let frames = encode_bytes(&header, &long);
        dropped += reader.push(&frames[0]).defects.len();
    }
    assert_eq!(dropped, 20 - UNFINISHED_MAX, "what gave way is told");
    let left = reader.finish().defects;
    assert_eq!(left.len(), UNFINISHED_MAX, "and what is left at the end");
    assert!(
        left.iter()
            .all(|defect| defect.kind == DefectKind::PartsMissing),
        "each says why"
    );
}

#[test]
fn a_part_takes_as_much_as_it_brings_and_all_connections_share_what_there_is() {
    let budget = Budget::new(10_000);
    let first = |serial: u16| {
        let header = Header {
            subpackage: true,
            pkg_total: Some(PARTS_MAX),
            pkg_no: Some(1),
            serial,
            ..header(0x0801, Edition::Y2013)
        };
        frame::write(&header, &[0xAA; 100])
    };
    let mut reader = Reader::sharing(&budget);
    assert_eq!(reader.push(&first(1)).defects, [], "it is kept");
    let taken = 10_000 - budget.left();
    assert!(
        taken < 300,
        "a first part of 2,048 takes what it brings, not room for all: {taken}"
    );
    assert_eq!(
        reader.push(&first(1)).defects,
        [],
        "a part that comes twice"
    );
    assert_eq!(10_000 - budget.left(), taken, "is held once");
    let mut others: Vec<_> = (0..200).map(|_| Reader::sharing(&budget)).collect();
    let told = others.iter_mut().enumerate().map(|(number, other)| {
        let serial = u16::try_from(number).expect("a small number");
        other.push(&first(serial * 10)).defects.len()
    });
    let told: usize = told.sum();
    assert_eq!(told, 201 - 10_000 / taken, "who finds no room is told so");
    assert_eq!(
        reader.finish().defects.len(),
        1,
        "the first one is still there"
    );
    drop(others);
    assert_eq!(budget.left(), 10_000, "and all of it comes back");
}

#[test]
fn a_part_of_too_many_is_refused() {
    let cases = [(0, 1), (1, 0), (2, 3), (PARTS_MAX + 1, 1)];
    for (total, number) in cases {
        let header = Header {
            subpackage: true,
            pkg_total: Some(total),
            pkg_no: Some(number),
            ..header(0x0801, Edition::Y2013)
        };
        let parsed = parse(&frame::write(&header, &[1]));
        assert_eq!(
            parsed.defects[0].kind,
            DefectKind::ValueIllegal,
            "part {number} of {total}"
        );
    }
}

#[test]
fn lines_of_a_dump_stand_for_themselves_and_parts_go_over_lines() {
    let long = fields(json!({"type": 1, "content": "ab".repeat(1_500)}));
    let mut lines: Vec<String> = encode(&header(0x0900, Edition::Y2013), &long)
        .iter()
        .map(hex::encode)
        .collect();
    lines.insert(1, "7e0002".to_owned());
    let decoded = crate::decode::decode("jt808", lines.join("\n").as_bytes());
    let types: Vec<_> = decoded.iter().map(|line| line["type"].clone()).collect();
    assert_eq!(
        types,
        ["message", "message", "message", "defect"],
        "half a frame does not spoil the next line"
    );
    assert_eq!(decoded[3]["raw"], "0002", "and keeps its bytes");
}
