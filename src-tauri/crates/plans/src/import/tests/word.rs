//! Word files made by hand, so that a test can say every detail of them.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;

/// The parts of a file while it is made.
#[derive(Default)]
pub(super) struct Word {
    pub(super) body: String,
    pub(super) parts: Vec<(String, String)>,
}

/// Words as they stand in XML.
pub(super) fn xml(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

const STYLES: &str = r#"<w:styles xmlns:w="w"><w:docDefaults><w:rPrDefault><w:rPr>
<w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="3"><w:name w:val="heading 3"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style></w:styles>"#;

const NUMBERING: &str = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
<w:lvlText w:val="第%1章"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/>
<w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/>
<w:lvlText w:val="%1.%2.%3"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;

impl Word {
    pub(super) fn new() -> Self {
        let mut word = Self::default();
        word.part("word/styles.xml", STYLES);
        word.part("word/numbering.xml", NUMBERING);
        word
    }

    pub(super) fn part(&mut self, name: &str, xml: &str) {
        self.parts.push((name.to_owned(), xml.to_owned()));
    }

    /// A paragraph: its properties, those of its run, its words.
    pub(super) fn paragraph(&mut self, properties: &str, run: &str, words: &str) {
        // Word cuts a paragraph into runs wherever it likes.
        let middle = words.char_indices().nth(words.chars().count() / 2);
        let (first, second) = words.split_at(middle.map_or(0, |(at, _)| at));
        self.body
            .push_str(&format!("<w:p><w:pPr>{properties}</w:pPr>"));
        for part in [first, second] {
            self.body.push_str(&format!(
                "<w:r><w:rPr>{run}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
                xml(part)
            ));
        }
        self.body.push_str("</w:p>");
    }

    pub(super) fn styled(&mut self, style: &str, words: &str) {
        self.paragraph(&format!("<w:pStyle w:val=\"{style}\"/>"), "", words);
    }

    pub(super) fn table(&mut self, rows: &[Vec<String>]) {
        self.body.push_str("<w:tbl>");
        for row in rows {
            self.body.push_str("<w:tr>");
            for cell in row {
                self.body.push_str("<w:tc>");
                self.paragraph("", "", cell);
                self.body.push_str("</w:tc>");
            }
            self.body.push_str("</w:tr>");
        }
        self.body.push_str("</w:tbl>");
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let document = format!(
            "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{}</w:body></w:document>",
            self.body
        );
        let mut parts = vec![("word/document.xml".to_owned(), document)];
        parts.extend(self.parts.iter().cloned());
        package(&parts)
    }
}

/// A ZIP of these parts.
pub(super) fn package(parts: &[(String, String)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive
            .start_file(name.as_str(), SimpleFileOptions::default())
            .expect("a part begins");
        archive
            .write_all(text.as_bytes())
            .expect("a part is written");
    }
    archive.finish().expect("the file is closed").into_inner()
}
