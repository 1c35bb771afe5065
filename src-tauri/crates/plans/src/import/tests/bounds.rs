//! A small file makes no endless text, and what is left out is said.

use super::word::Word;
use crate::import::{AsidePlace, ImportError, Imported, SourceNoteKind, import};
use crate::plan::Block;

fn read(word: &Word) -> Imported {
    import("plan.docx", &word.bytes()).expect("the file is read")
}

fn text(imported: &Imported) -> String {
    let blocks = imported
        .plan
        .clauses
        .iter()
        .flat_map(|clause| &clause.blocks);
    let words = blocks.filter_map(|block| match block {
        Block::Text(words) => Some(words.as_str()),
        _ => None,
    });
    words.collect()
}

fn has_note(imported: &Imported, kind: SourceNoteKind, words: &str) -> bool {
    let mut notes = imported.notes.iter();
    notes.any(|note| note.kind == kind && note.detail.contains(words))
}

/// A footnote in several runs, as Word cuts it.
fn footnote(runs: usize) -> String {
    let run = format!("<w:r><w:t>{}</w:t></w:r>", "注".repeat(100));
    format!(
        "<w:footnotes><w:footnote w:id=\"1\"><w:p>{}</w:p></w:footnote></w:footnotes>",
        run.repeat(runs)
    )
}

#[test]
fn a_wide_row_does_not_fill_up_all_others() {
    let mut word = Word::new();
    let cell = "<w:tc><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc>";
    let wide = format!("<w:tr>{}</w:tr>", cell.repeat(1_000));
    let narrow = format!("<w:tr>{cell}</w:tr>").repeat(1_000);
    word.body
        .push_str(&format!("<w:tbl>{wide}{narrow}</w:tbl>"));
    let words = text(&read(&word));
    assert_eq!(words.matches('格').count(), 2_000, "no cell is lost");
    assert!(words.matches('|').count() < 100_000, "and few are made");

    word.body = format!("<w:tbl>{wide}{}</w:tbl>", "<w:tr/>".repeat(100_000));
    let error = import("a.docx", &word.bytes()).expect_err("rows without end");
    assert!(matches!(error, ImportError::Bomb { .. }), "{error:?}");

    let header = format!("|{}\n|{}\n", "a|".repeat(5_000), "-|".repeat(5_000));
    let markdown = format!("{header}{}", "|b|\n".repeat(5_000));
    let made = import("a.md", markdown.as_bytes()).map(|imported| text(&imported).len());
    assert!(
        made.as_ref().is_ok_and(|bytes| *bytes < 4 << 20) || made.is_err(),
        "nor in Markdown: {made:?}"
    );
}

#[test]
fn a_number_of_word_is_short() {
    let mut word = Word::new();
    let label = "号".repeat(1_000);
    word.part(
        "word/numbering.xml",
        &format!(
            "<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:lvlText \
             w:val=\"{label}\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId \
             w:val=\"0\"/></w:num></w:numbering>"
        ),
    );
    word.parts.remove(1);
    let list = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>";
    word.paragraph(list, "", "正文");
    let imported = read(&word);
    assert_eq!(
        imported.source[0].text.matches('号').count(),
        64,
        "64 signs"
    );
    assert!(
        has_note(&imported, SourceNoteKind::DamagedPart, "64 signs"),
        "and it is said: {:?}",
        imported.notes
    );
}

#[test]
fn a_footnote_is_whole_up_to_its_bound_and_is_not_copied_without_end() {
    let mut word = Word::new();
    let refer = "<w:p><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>";
    word.body.push_str(refer);
    word.part("word/footnotes.xml", &footnote(39));
    let imported = read(&word);
    assert_eq!(text(&imported).matches('注').count(), 3_901, "all of it");
    assert_eq!(imported.notes, [], "nothing is missing");

    word.parts.pop();
    word.part("word/footnotes.xml", &footnote(50));
    let imported = read(&word);
    assert_eq!(text(&imported).matches('注').count(), 4_001, "4,000 signs");
    assert!(
        has_note(&imported, SourceNoteKind::Cut, "4000"),
        "it is said"
    );

    word.body = refer.repeat(2_000);
    let error = import("a.docx", &word.bytes()).expect_err("24 MB of notes");
    assert!(matches!(error, ImportError::Bomb { .. }), "{error:?}");
}

#[test]
fn damage_beside_the_body_is_said() {
    for part in ["footnotes", "comments", "header1", "styles", "numbering"] {
        for damage in ["<w:p><w:r></x>", "<!DOCTYPE a>"] {
            let mut word = Word::new();
            word.parts.clear();
            word.paragraph("", "", "正文");
            word.part(&format!("word/{part}.xml"), damage);
            let imported = read(&word);
            assert!(
                has_note(&imported, SourceNoteKind::DamagedPart, part),
                "{part}: {:?}",
                imported.notes
            );
        }
    }
}

#[test]
fn the_words_around_a_text_box_in_a_head_stay() {
    let mut word = Word::new();
    word.paragraph("", "", "正文");
    word.part(
        "word/header1.xml",
        "<w:hdr><w:p><w:r><w:t>前</w:t></w:r><w:r><w:p><w:r><w:t>框</w:t></w:r></w:p></w:r>\
         <w:r><w:t>后</w:t></w:r></w:p></w:hdr>",
    );
    let imported = read(&word);
    let margins = imported.asides.iter();
    let margins = margins.filter(|aside| aside.place == AsidePlace::PageMargin);
    let texts: Vec<&str> = margins.map(|aside| aside.text.as_str()).collect();
    assert_eq!(texts, ["框", "前后"], "the box and what stands around it");
}

#[test]
fn more_heads_comments_or_lines_than_are_read_are_said() {
    let mut word = Word::new();
    word.paragraph("", "", "正文");
    for number in 0..65 {
        let head = format!("<w:hdr><w:p><w:r><w:t>头{number}</w:t></w:r></w:p></w:hdr>");
        word.part(&format!("word/header{number}.xml"), &head);
    }
    let comments: String = (0..10_001)
        .map(|id| format!("<w:comment><w:p><w:r><w:t>批{id}</w:t></w:r></w:p></w:comment>"))
        .collect();
    let comments = format!("<w:comments>{comments}</w:comments>");
    word.part("word/comments.xml", &comments);
    let imported = read(&word);
    assert!(
        has_note(&imported, SourceNoteKind::Cut, "65 heads"),
        "heads"
    );
    assert!(
        has_note(&imported, SourceNoteKind::Cut, "10000"),
        "comments"
    );

    for (name, lines) in [("a.txt", "甲\n"), ("a.md", "甲\n\n")] {
        let imported = import(name, lines.repeat(200_001).as_bytes()).expect("read");
        assert!(
            has_note(&imported, SourceNoteKind::Cut, "200000"),
            "{name}: {:?}",
            imported.notes
        );
    }
}
