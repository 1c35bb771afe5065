use super::*;
use crate::document::{Column, Section};
use crate::pdf::line::Grid;

fn texts(page: &Page) -> Vec<&str> {
    page.inks
        .iter()
        .filter_map(|ink| match ink {
            Ink::Text { words, .. } => Some(words.as_str()),
            _ => None,
        })
        .collect()
}

fn everything_is_on_the_page(pages: &[Page]) {
    for page in pages {
        for ink in &page.inks {
            if let Ink::Text {
                x,
                y,
                size,
                words,
                style,
            } = ink
            {
                let end = x + width(&Grid, *style, words) * size;
                assert!(
                    *x >= 0.0 && end <= PAGE_WIDTH,
                    "{words:?} is inside the page"
                );
                assert!(
                    *y <= PAGE_HEIGHT && *y > 0.0,
                    "{words:?} is inside the page"
                );
            }
        }
    }
}

#[test]
fn a_long_report_breaks_into_pages_and_loses_no_line() {
    let mut document = ReportDocument::new(Form::Report, "标题", false);
    let words: String = (0..3000).map(|n| format!("第{n}句。")).collect();
    document.parts = vec![Part::Paragraph(Entry::paragraph("body", &words))];
    let pages = lay_out(&document, &Grid);
    assert!(pages.len() > 10, "there are {} pages", pages.len());
    everything_is_on_the_page(&pages);
    let all: String = pages.iter().flat_map(texts).collect();
    assert_eq!(
        all,
        format!("标题{words}"),
        "every word is drawn once, in order"
    );
}

#[test]
fn a_table_repeats_its_header_and_tears_only_rows_that_fit_no_page() {
    let mut document = ReportDocument::new(Form::DutyLog, "日志", false);
    let columns = vec![Column::new("时间", 1.0), Column::new("内容", 4.0)];
    let mut rows: Vec<Vec<String>> = (0..60)
        .map(|n| vec![format!("{n}"), "一二三四五六".repeat(12)])
        .collect();
    rows.push(vec!["长".into(), "甲乙丙丁".repeat(900)]);
    document.parts = vec![Part::Table(Table::new("log", columns, rows))];
    let pages = lay_out(&document, &Grid);
    everything_is_on_the_page(&pages);
    for page in &pages {
        assert!(texts(page).contains(&"时间"), "each page has the header");
    }
    let all: String = pages.iter().flat_map(texts).collect();
    assert_eq!(
        all.matches("甲乙丙丁").count(),
        900,
        "the long row is whole"
    );
    let bottom = PAGE_HEIGHT - Sheet::of(Form::DutyLog).bottom + 0.5;
    for ink in pages.iter().flat_map(|page| &page.inks) {
        if let Ink::Rule { y2, .. } = ink {
            assert!(*y2 <= bottom, "no row runs into the margin");
        }
    }
}

#[test]
fn a_document_without_end_stops_and_says_so() {
    let mut document = ReportDocument::new(Form::Picture, "态势", false);
    let entry = Entry::paragraph("body", &"\n".repeat(19_000));
    document.parts = vec![Part::Paragraph(entry); 4];
    let pages = lay_out(&document, &Grid);
    assert_eq!(pages.len(), PAGES_MAX, "the pages are bounded");
    let last = texts(&pages[PAGES_MAX - 1]);
    assert!(
        last.last()
            .is_some_and(|words| words.contains("其余未印出")),
        "the cut is named"
    );
}

#[test]
fn contents_name_the_page_on_which_each_section_stands() {
    let mut document = ReportDocument::new(Form::Blank, "预案", false);
    document.parts = vec![Part::Contents];
    for chapter in 1..=60 {
        let section = Section::new(1, &format!("{chapter} 章"));
        document.parts.push(Part::Section(section));
        let section = Section::new(2, &format!("{chapter}.1 节"));
        document.parts.push(Part::Section(section));
        let section = Section::new(4, &format!("{chapter}.1.1.1 细目"));
        document.parts.push(Part::Section(section));
        let words = "一二三四五六七八九十。".repeat(40);
        document
            .parts
            .push(Part::Paragraph(Entry::paragraph("p", &words)));
    }
    let pages = lay_out(&document, &Grid);
    everything_is_on_the_page(&pages);
    assert!(texts(&pages[0]).contains(&"目录"), "the list comes first");
    let is_list = |page: &&Page| texts(page).iter().any(|words| words.starts_with(".."));
    let list: Vec<&Page> = pages.iter().take_while(is_list).collect();
    for name in ["1 章", "37 章", "60.1 节"] {
        let stands = |page: &Page| texts(page).contains(&name);
        let at = pages
            .iter()
            .rposition(stands)
            .expect("the section is printed");
        let said = list.iter().find_map(|page| {
            let line = |ink: &Ink| match ink {
                Ink::Text { y, words, .. } => Some((*y, words.clone())),
                _ => None,
            };
            let all: Vec<(f32, String)> = page.inks.iter().filter_map(line).collect();
            let (y, _) = all.iter().find(|(_, words)| words == name)?;
            let mut on_line = all.iter().filter(|(other, _)| other == y);
            on_line.next_back().map(|(_, words)| words.clone())
        });
        assert_eq!(said, Some((at + 1).to_string()), "the page of {name}");
    }
    let listed: usize = list.iter().map(|page| texts(page).len()).sum();
    assert_eq!(
        listed,
        2 + 120 * 3,
        "what is deeper than three is not listed"
    );
    let size = |name: &str| {
        let mut inks = pages.iter().skip(list.len()).flat_map(|page| &page.inks);
        inks.find_map(|ink| match ink {
            Ink::Text { words, size, .. } if words == name => Some(*size),
            _ => None,
        })
    };
    assert!(
        size("1 章") > size("1.1 节"),
        "a chapter is larger than its parts"
    );
}
