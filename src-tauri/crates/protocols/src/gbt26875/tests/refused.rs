//! Which refused frames are denied to their sender.

use super::*;

/// What is told of a frame of this command with one byte of it changed, counted from its end.
fn damaged(command: u8, from_end: usize) -> Defect {
    let unit = encode_unit(90, &[label()]);
    let mut bytes = encode(&control(command), &unit);
    let at = bytes.len() - from_end;
    bytes[at] ^= 1;
    let mut parsed = parse(&bytes);
    assert!(parsed.messages.is_empty(), "a damaged frame is not read");
    parsed.defects.remove(0)
}

#[test]
fn only_a_damaged_frame_that_asks_for_an_answer_is_denied() {
    let commands = [
        (command::CONTROL, true),
        (command::SEND, true),
        (command::REQUEST, true),
        (command::CONFIRM, false),
        (command::ANSWER, false),
        (command::DENY, false),
        (200, false),
    ];
    for (command, asks) in commands {
        let mut defect = damaged(command, 3);
        assert_eq!(defect.kind, DefectKind::ChecksumMismatch, "of {command}");
        let wanted = asks.then(|| control(command));
        let read = refused_control(&defect);
        assert_eq!(read, wanted, "two ends must not deny each other for ever");
        defect.kind = DefectKind::Noise;
        assert_eq!(refused_control(&defect), None, "noise has no sender");
        defect.kind = DefectKind::ChecksumMismatch;
        defect.raw = defect.raw.replacen("4040", "4041", 1);
        assert_eq!(refused_control(&defect), None, "no frame begins so");
        defect.raw.pop();
        assert_eq!(refused_control(&defect), None, "half a byte is none");
        defect.raw.truncate(8);
        assert_eq!(refused_control(&defect), None, "its sender is not in it");
    }
}

#[test]
fn the_type_of_a_data_unit_is_its_first_byte() {
    let unit = encode_unit(90, &[label()]);
    let sent = only(&encode(&control(command::SEND), &unit));
    assert_eq!(sent.unit_type(), Some(90), "the clock of the centre");
    let confirmed = only(&encode(&control(command::CONFIRM), &[]));
    assert_eq!(confirmed.unit_type(), None, "a confirmation has no unit");
}
