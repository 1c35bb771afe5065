//! Messages in several packets, whole and not, within what a server may hold of them.

use super::*;

/// One packet of several.
fn packet(total: &str, number: &str, qn: &str) -> Vec<u8> {
    framed(&format!(
        "QN={qn};ST=31;CN=2061;PW=1;MN=M;Flag=7;PNUM={total};PNO={number};CP=&&n=v{number}&&"
    ))
}

#[test]
fn packets_in_any_order_make_one_message() {
    let stream = [
        packet("3", "2", "1"),
        packet("3", "3", "1"),
        packet("3", "3", "1"),
    ];
    let mut reader = Reader::default();
    let parsed = reader.push(&stream.concat());
    assert_eq!(parsed.messages.len(), 3, "each packet");
    let parsed = reader.push(&packet("3", "1", "1"));
    assert_eq!(parsed.messages.len(), 2, "the last packet and the whole");
    let whole = parsed.messages.last().expect("the whole");
    let values: Vec<_> = whole.segment.items.iter().map(|item| &item[0].1).collect();
    assert_eq!(values, ["v1", "v2", "v3"], "in order");
    assert_eq!(whole.to_value()["assembledFrom"], 3, "of three");
    assert!(
        whole.packets.is_some() && !whole.is_packet(),
        "it is no packet any more"
    );
    assert_eq!(reader.finish().defects, [], "nothing is missing");
}

#[test]
fn missing_packets_are_told_and_bounded() {
    let mut reader = Reader::default();
    let mut gone = 0;
    for number in 0..20 {
        let frame = packet("3", "1", &number.to_string());
        gone += reader.push(&frame).defects.len();
    }
    assert_eq!(gone, 20 - UNFINISHED_MAX, "what gave way is told");
    let left = reader.finish();
    assert_eq!(left.defects.len(), UNFINISHED_MAX, "and what is left");
    assert_eq!(left.defects[0].kind, DefectKind::PartsMissing, "why");
    let wrong = parse(&packet("3", "4", "1"));
    assert_eq!(kinds(&wrong), [DefectKind::ValueIllegal], "4 of 3");
    assert_eq!(parse(&packet("1", "1", "1")).defects, [], "1 of 1 is whole");
}

/// One packet of a message that is not whole, with as many names as there is room for.
fn full_packet(qn: &str) -> Vec<u8> {
    let area = "a=,".repeat(3_000);
    framed(&format!(
        "QN={qn};ST=31;CN=2061;PW=1;MN=M;Flag=7;PNUM=9000;PNO=1;CP=&&{area}&&"
    ))
}

#[test]
fn unfinished_messages_are_bounded_in_bytes_over_all_connections() {
    let budget = Budget::new(200_000);
    let mut readers: Vec<_> = (0..50).map(|_| Reader::sharing(&budget)).collect();
    let mut told = 0;
    for (number, reader) in readers.iter_mut().enumerate() {
        told += reader.push(&full_packet(&number.to_string())).defects.len();
    }
    assert!(told > 0, "some did not find room, and it is told");
    assert!(
        budget.left() < 100_000,
        "what is held is counted as it lies in memory"
    );
    drop(readers);
    assert_eq!(
        budget.left(),
        200_000,
        "a connection that has gone gives it back"
    );
    let mut one = Reader::default();
    let mut gone = 0;
    for number in 0..3_000 {
        let frame = framed(&format!(
            "QN=1;ST=31;CN=2061;PW=1;MN=M;Flag=7;PNUM=9000;PNO={};CP=&&{}&&",
            number + 1,
            "a=1;".repeat(50)
        ));
        gone += one.push(&frame).defects.len();
    }
    assert!(
        gone > 0,
        "one message may not have more than {UNFINISHED_BYTES_MAX} bytes either"
    );
}
