//! What came in and could not be read: on the screen as text, in a file byte by byte.

use std::path::Path;

use contract::error::CallError;
use contract::rows::{DefectRequest, DefectRow, Written};

use logbook::DEFECTS_MAX;

use crate::number::small;
use crate::paper::Printed;
use crate::session::{Session, not_found, storage};

/// Characters of an unreadable text that go to the screen.
const CHARS_MAX: usize = 16 * 1024;
/// Bytes of what is no text that go to the screen: all that a feed of devices keeps of a frame.
const BINARY_BYTES_MAX: usize = protocols::DEFECT_BYTES_MAX;
/// Bytes in one line.
const LINE_BYTES: usize = 16;
/// Bytes after which a line has a gap.
const HALF_BYTES: usize = LINE_BYTES / 2;

/// The newest [`DEFECTS_MAX`], the newest first.
pub(super) fn rows(session: &Session) -> Result<Vec<DefectRow>, CallError> {
    let defects = session.logbook.defects(DEFECTS_MAX).map_err(storage)?;
    let rows = defects.into_iter().map(|(id, defect)| {
        let text = text(&defect.bytes, defect.cut);
        let raw = text.map(|text| ::reports::text::plain(text, CHARS_MAX));
        let is_known = defect.source != defect.feed;
        DefectRow {
            id,
            source: if is_known {
                defect.source
            } else {
                String::new()
            },
            at: defect.at,
            feed: defect.feed,
            kind: defect.kind,
            message: defect.message,
            binary: raw.is_none(),
            raw: raw.unwrap_or_else(|| dump(&defect.bytes)),
            bytes: small(defect.bytes.len() as u64),
            cut: defect.cut,
        }
    });
    Ok(rows.collect())
}

/// Bytes that are UTF-8 and have no control characters but those of lines; what was cut may end
/// inside a character.
fn text(bytes: &[u8], cut: bool) -> Option<&str> {
    let whole = match std::str::from_utf8(bytes) {
        Err(error) if cut && error.error_len().is_none() => error.valid_up_to(),
        _ => bytes.len(),
    };
    let text = std::str::from_utf8(&bytes[..whole]).ok()?;
    let plain = |char: char| !char.is_control() || matches!(char, '\t' | '\n' | '\r');
    text.chars().all(plain).then_some(text)
}

/// Lines of an offset, sixteen bytes and the same as text, a point where it is none of ASCII.
fn dump(bytes: &[u8]) -> String {
    let shown = &bytes[..bytes.len().min(BINARY_BYTES_MAX)];
    let line = |(at, bytes): (usize, &[u8])| {
        let half = |bytes: &[u8]| {
            let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            pairs.join(" ")
        };
        let (first, second) = bytes.split_at(bytes.len().min(HALF_BYTES));
        let pairs = format!("{}  {}", half(first), half(second));
        let width = LINE_BYTES * 3;
        let letter = |byte: &u8| match byte {
            0x20..=0x7e => char::from(*byte),
            _ => '.',
        };
        let letters: String = bytes.iter().map(letter).collect();
        format!("{:08x}  {pairs:width$}  {letters}", at * LINE_BYTES)
    };
    let lines: Vec<String> = shown.chunks(LINE_BYTES).enumerate().map(line).collect();
    lines.join("\n")
}

/// Writes the bytes of one into a folder, as they came; the name says where more came than is kept.
pub(super) fn export(
    session: &Session,
    folder: &Path,
    request: &DefectRequest,
) -> Result<Written, CallError> {
    let found = match request.id {
        Some(id) => session.logbook.defect(id),
        None => session.logbook.newest_defect(&request.feed),
    };
    let found = found.map_err(storage)?;
    let found = found.filter(|(_, defect)| !defect.bytes.is_empty());
    let (id, defect) = found.ok_or_else(|| not_found("defect", "with bytes"))?;
    let mut printed = Printed::default();
    let part = if defect.cut { " 只有开头" } else { "" };
    let name = format!("{} {} {id}{part}", defect.feed, defect.kind);
    printed.add_named(session, &name, "bin", Ok(defect.bytes));
    printed.write(folder)
}

#[cfg(test)]
mod tests {
    use contract::error::Code;
    use emergency::time::UtcMs;
    use logbook::{Defect, Logbook, OpenOptions};

    use super::*;
    use crate::clock;

    fn defect(feed: &str, bytes: &[u8]) -> Defect {
        Defect {
            feed: feed.to_owned(),
            at: UtcMs(1),
            kind: "checksum".to_owned(),
            message: "演练".to_owned(),
            source: String::new(),
            bytes: bytes.to_vec(),
            cut: false,
        }
    }

    fn opened(folder: &Path) -> Session {
        let options = OpenOptions {
            key: ed25519_dalek::SigningKey::from_bytes(&[7; 32]),
            exercise: true,
            clock: clock::clock(),
            ids: clock::ids(),
            ballast_bytes: 0,
        };
        let opened = Logbook::open(&folder.join("log.db"), &options);
        Session::new(opened.expect("opens").0).expect("reads")
    }

    #[test]
    fn the_list_is_as_long_as_the_log_answers_and_a_cut_input_says_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let session = opened(folder.path());
        for number in 0..=DEFECTS_MAX {
            let bytes = number.to_be_bytes();
            let is_last = number == DEFECTS_MAX;
            let source = if is_last {
                "10.0.0.1 889"
            } else {
                "演练 车辆"
            };
            let cut = Defect {
                cut: is_last,
                source: source.to_owned(),
                ..defect("演练 车辆", &bytes)
            };
            session.logbook.keep_defect(cut).expect("is kept");
        }
        let shown = rows(&session).expect("reads");
        assert_eq!(shown.len(), DEFECTS_MAX, "one number for both");
        assert!(shown[0].cut && !shown[1].cut, "which of them is cut");
        let of = |number: usize| shown[number].source.as_str();
        assert_eq!(of(0), "10.0.0.1 889", "who sent it");
        assert_eq!(of(1), "", "a feed's own name says nothing of that");
        let named = |row: &DefectRow| {
            let request = DefectRequest {
                id: Some(row.id),
                feed: String::new(),
            };
            let written = export(&session, &folder.path().join("paper"), &request);
            written.expect("writes").files.remove(0)
        };
        assert!(
            named(&shown[0]).contains("只有开头"),
            "the file says so too"
        );
        assert!(!named(&shown[1]).contains("只有开头"), "and only that one");
    }

    #[test]
    fn a_frame_is_shown_byte_by_byte_and_a_text_as_text() {
        let folder = tempfile::tempdir().expect("a folder");
        let session = opened(folder.path());
        let mut frame = b"\x40\x40\x01\x00".to_vec();
        frame.extend(b"0123456789abcdef");
        let cut = "演练 积水".as_bytes();
        for (bytes, cut) in [
            (frame.as_slice(), false),
            ("<b>演练</b>\n".as_bytes(), false),
            (&cut[..cut.len() - 1], true),
            (&[0xd1, 0xdd, 0xc1, 0xb7], false),
            (&[0xff; 3 * BINARY_BYTES_MAX], false),
            (b"abc\xe5", false),
        ] {
            let kept = Defect {
                cut,
                ..defect("演练 消防", bytes)
            };
            session.logbook.keep_defect(kept).expect("is kept");
        }
        let mut shown = rows(&session).expect("reads");
        shown.reverse();
        let lines: Vec<_> = shown[0].raw.lines().collect();
        assert_eq!(
            lines,
            [
                "00000000  40 40 01 00 30 31 32 33  34 35 36 37 38 39 61 62  @@..0123456789ab",
                "00000010  63 64 65 66                                       cdef",
            ],
            "offset, bytes, letters"
        );
        let binary: Vec<_> = shown.iter().map(|row| row.binary).collect();
        assert_eq!(
            binary,
            [true, false, false, true, true, true],
            "which is none"
        );
        assert_eq!(shown[1].raw, "<b>演练</b>\n", "as it was written");
        assert_eq!(shown[2].raw, "演练 积", "a cut character is left out");
        assert!(shown[3].raw.contains("d1 dd c1 b7"), "GB 18030 as bytes");
        let whole = BINARY_BYTES_MAX / LINE_BYTES;
        assert_eq!(shown[4].raw.lines().count(), whole, "up to the bound");
    }

    #[test]
    fn the_bytes_of_a_bad_frame_are_written_as_they_came() {
        let folder = tempfile::tempdir().expect("a folder");
        let session = opened(folder.path());
        let frame = [0x7e, 0x00, 0xff, 0x0d, 0x7e];
        for one in [
            defect("演练 消防", &frame),
            defect("演练 车辆", &[0x23, 0x23]),
            defect("演练 消防", &[]),
        ] {
            session.logbook.keep_defect(one).expect("is kept");
        }
        let shown = rows(&session).expect("reads");
        let sizes: Vec<_> = shown.iter().map(|row| row.bytes).collect();
        assert_eq!(sizes, [0, 2, 5], "each says how much there is to write");
        let paper = folder.path().join("paper");
        let written = |id: Option<u64>, feed: &str| {
            let feed = feed.to_owned();
            let written = export(&session, &paper, &DefectRequest { id, feed })?;
            Ok::<_, CallError>(std::fs::read(paper.join(&written.files[0])).expect("there"))
        };
        let newest = written(None, "演练 消防").expect("writes");
        assert_eq!(newest, frame, "the newest of the feed that has bytes");
        let chosen = written(Some(shown[1].id), "").expect("writes");
        assert_eq!(chosen, [0x23, 0x23], "or the one that was chosen");
        let empty = written(Some(shown[0].id), "").expect_err("no bytes");
        assert_eq!(empty.code, Code::NotFound, "nothing is no file");
        let name = std::fs::read_dir(&paper).expect("reads").next();
        let name = name.expect("a file").expect("reads").file_name();
        let name = name.to_string_lossy();
        assert!(name.starts_with("演练-"), "of an exercise: {name}");
    }
}
