//! Files as they come: any encoding, any sheet, and hostile ones.

use std::io::Write as _;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::write::SimpleFileOptions;

use super::*;
use crate::table::CellKind;

const TEXT: &str = "物资名称,数量\n演练 沙袋,120\n\n演练 铁锹,\"1,200\"\n";

fn texts(table: &Table) -> Vec<Vec<&str>> {
    let rows = table.rows.iter();
    rows.map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect())
        .collect()
}

#[test]
fn a_text_table_is_read_in_the_encodings_that_spreadsheets_write() {
    let (gb, ..) = encoding_rs::GB18030.encode(TEXT);
    let marked = [b"\xEF\xBB\xBF".as_slice(), TEXT.as_bytes()].concat();
    let wide: Vec<u8> = [0xFF_u8, 0xFE]
        .into_iter()
        .chain(TEXT.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for (bytes, name) in [
        (TEXT.as_bytes(), "UTF-8"),
        (&marked, "UTF-8 with a mark"),
        (&gb, "GB18030"),
        (&wide, "UTF-16"),
    ] {
        let table = read(bytes, None).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(table.headings, ["物资名称", "数量"], "{name}");
        let expected = [["演练 沙袋", "120"], ["演练 铁锹", "1,200"]];
        assert_eq!(texts(&table), expected, "{name}");
        assert_eq!(table.rows[1].number, 4, "{name}: as an editor counts");
    }
}

#[test]
fn other_separators_are_found_by_the_first_line() {
    for separator in [";", "\t", "|"] {
        let text =
            format!("名称{separator}数量{separator}单位\n演练 沙袋{separator}5{separator}袋\n");
        let table = read(text.as_bytes(), None).expect("a table");
        assert_eq!(table.headings.len(), 3, "{separator:?}");
    }
}

#[test]
fn what_is_no_table_says_what_to_do() {
    let old = [b"\xD0\xCF\x11\xE0".as_slice(), &[0; 600]].concat();
    let big = vec![b'a'; FILE_BYTES_MAX + 1];
    type Case<'a> = (&'a [u8], fn(&ReadError) -> bool);
    let cases: [Case; 6] = [
        (&old, |e| *e == ReadError::OldOrEncrypted),
        (&big, |e| matches!(e, ReadError::TooLarge { .. })),
        (b"", |e| *e == ReadError::Empty),
        ("名称,数量\n".as_bytes(), |e| *e == ReadError::Empty),
        (b"\x89PNG\r\n\x1a\n\0\0\0", |e| {
            matches!(e, ReadError::NotATable { .. })
        }),
        (b"PK\x03\x04 and no more", |e| {
            matches!(e, ReadError::NotATable { .. })
        }),
    ];
    for (number, (bytes, is)) in cases.into_iter().enumerate() {
        let error = read(bytes, None).expect_err("no table");
        assert!(is(&error), "case {number}: {error:?}");
    }
    let wide = vec!["a"; COLUMNS_MAX + 1].join(",");
    let error = read(wide.as_bytes(), None).expect_err("too wide");
    assert!(matches!(error, ReadError::TooMany { .. }), "{error:?}");
}

fn book(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn cells_of_a_workbook_keep_how_they_stood() {
    let bytes = book(|sheet| {
        sheet
            .merge_range(0, 0, 0, 3, "演练·物资台账", &Format::new())
            .expect("a title");
        for (column, heading) in (0..).zip(["名称", "数量", "有效期至", "合计"]) {
            sheet.write_string(1, column, heading).expect("a heading");
        }
        sheet.write_string(2, 0, "演练 沙袋").expect("text");
        sheet.write_number(2, 1, 12.0).expect("a number");
        let day = ExcelDateTime::from_ymd(2026, 5, 31).expect("a day");
        let format = Format::new().set_num_format("yyyy-mm-dd");
        sheet
            .write_datetime_with_format(2, 2, &day, &format)
            .expect("a date");
        let sum = Formula::new("=B3*2").set_result("24");
        sheet.write_formula(2, 3, sum).expect("a formula");
    });
    let table = read(&bytes, None).expect("a table");
    assert_eq!(
        table.headings,
        ["名称", "数量", "有效期至", "合计"],
        "below the title"
    );
    let row = &table.rows[0];
    assert_eq!(row.number, 3, "as the spreadsheet counts");
    let kinds: Vec<_> = row.cells.iter().map(|cell| cell.kind).collect();
    assert_eq!(
        kinds[..3],
        [CellKind::Text, CellKind::Number, CellKind::Date],
        "each in its kind"
    );
    assert_eq!(row.cells[2].text, "2026-05-31", "as a day");
    assert_eq!(
        (row.cells[3].formula, row.cells[3].text.as_str()),
        (true, "24"),
        "the value it last had"
    );
}

#[test]
fn a_merged_cell_stands_for_every_row_it_covers() {
    let bytes = book(|sheet| {
        sheet.write_string(0, 0, "队伍名称").expect("a heading");
        sheet.write_string(0, 1, "姓名").expect("a heading");
        sheet
            .merge_range(1, 0, 2, 0, "演练 抢险队", &Format::new())
            .expect("merged");
        sheet.write_string(1, 1, "演练·赵某").expect("text");
        sheet.write_string(2, 1, "演练·钱某").expect("text");
    });
    let table = read(&bytes, None).expect("a table");
    let first: Vec<_> = table.rows.iter().map(|row| &row.cells[0]).collect();
    assert_eq!(first.len(), 2, "two rows");
    assert_eq!(first[1].text, "演练 抢险队", "the second has it too");
    assert!(first[1].merged && !first[0].merged, "and says why");
}

#[test]
fn a_cell_at_the_far_end_of_a_sheet_costs_nothing_and_many_columns_are_refused() {
    let far_row = book(|sheet| {
        sheet.write_string(0, 0, "名称").expect("a heading");
        sheet
            .write_string(1_048_575, 0, "演练")
            .expect("the last row");
    });
    let table = read(&far_row, None).expect("two rows");
    assert_eq!(table.rows[0].number, 1_048_576, "where it stands");
    let far_column = book(|sheet| {
        sheet.write_string(0, 0, "名称").expect("a heading");
        sheet
            .write_string(1, 16_383, "演练")
            .expect("the last column");
    });
    let error = read(&far_column, None).expect_err("too wide");
    assert!(matches!(error, ReadError::TooMany { .. }), "{error:?}");
}

#[test]
fn a_workbook_that_unpacks_without_end_is_refused_by_what_it_unpacks_to() {
    let mut out = std::io::Cursor::new(Vec::new());
    let mut archive = zip::ZipWriter::new(&mut out);
    let options = SimpleFileOptions::default();
    archive
        .start_file("xl/worksheets/sheet1.xml", options)
        .expect("a part");
    let zeros = vec![0_u8; 64 * 1024];
    for _ in 0..32 {
        archive.write_all(&zeros).expect("zeros");
    }
    archive.finish().expect("a file");
    let bytes = out.into_inner();
    assert!(bytes.len() < 32 * 1024, "small on disk: {}", bytes.len());
    let two_mib = 2 * 1024 * 1024;
    assert_eq!(xlsx_file::measure(&bytes, two_mib), Ok(()), "just fits");
    assert_eq!(
        xlsx_file::measure(&bytes, two_mib - 1),
        Err(ReadError::Bomb { max: two_mib - 1 }),
        "one byte more than is read"
    );
}

#[test]
fn a_text_that_is_merged_over_a_whole_sheet_is_refused_before_it_fills_the_memory() {
    let long = "演练".repeat(1_000);
    let bytes = book(|sheet| {
        for row in 0..400 {
            sheet.write_string(row, 199, "x").expect("a cell");
        }
        sheet
            .merge_range(0, 0, 399, 198, &long, &Format::new())
            .expect("merged");
    });
    let error = read(&bytes, None).expect_err("eighty thousand long texts");
    assert!(matches!(error, ReadError::Bomb { .. }), "{error:?}");
}
