//! Times as a terminal sends them, and the Chinese names of its alarms.

use super::*;

#[test]
fn a_time_is_six_pairs_of_digits_of_the_district() {
    let cases = [
        (
            1_777_595_400_000,
            [0x26, 0x05, 0x01, 0x08, 0x30, 0x00],
            Some("2026-05-01T08:30:00+08:00"),
        ),
        (
            1_767_196_799_999,
            [0x25, 0x12, 0x31, 0x23, 0x59, 0x59],
            Some("2025-12-31T23:59:59+08:00"),
        ),
        (
            1_767_196_800_000,
            [0x26, 0x01, 0x01, 0x00, 0x00, 0x00],
            Some("2026-01-01T00:00:00+08:00"),
        ),
        (i64::MAX, [0; 6], None),
    ];
    for (utc_ms, bytes, text) in cases {
        assert_eq!(time_from_utc_ms(utc_ms), bytes, "of {utc_ms}");
        let read = position::time_text(bytes);
        assert_eq!(read.as_deref(), text, "a terminal without a time sends 0");
    }
}

#[test]
fn every_alarm_bit_has_a_chinese_name_of_its_own() {
    for (bit, name, title) in ALARM_NAMES {
        assert_eq!(alarm_title(*bit), *title, "of bit {bit}");
        assert_eq!(alarm_names(1 << bit), [*name], "and one name in the data");
        let same = ALARM_NAMES.iter().filter(|(_, _, other)| other == title);
        assert_eq!(same.count(), 1, "{title} is one alarm only");
    }
    assert_eq!(alarm_title(32), "", "a word has 32 bits");
}
