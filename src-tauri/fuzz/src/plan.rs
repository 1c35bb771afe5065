//! Plans as text, as files of other programs and as packages.

/// The list in a package of a plan.
const MANIFEST: &str = plans::export::MANIFEST;
/// The plan in it.
const TEXT: &str = "plan.md";

/// A plan that was written back is the same plan.
pub(crate) fn plan(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (first, _) = plans::parse(text);
    let (second, _) = plans::parse(&plans::render(&first));
    let (third, _) = plans::parse(&plans::render(&second));
    assert_eq!(second, third, "writing and reading settles");
}

/// A plan from a file of another program: it reads back the same, and what is said of it stands in
/// it.
pub(crate) fn imported(name: &str, bytes: &[u8]) {
    let Ok(imported) = plans::import::import(name, bytes) else {
        return;
    };
    // A text in the form of the library settles after one writing, as the target `plan` has it.
    if imported.format != plans::import::FileFormat::Plan {
        let (back, _) = plans::parse(&plans::render(&imported.plan));
        assert_eq!(back, imported.plan, "an imported plan reads back the same");
    }
    let clauses = imported.plan.clauses.len().max(1);
    for finding in &imported.findings {
        assert!(
            (finding.clause as usize) < clauses,
            "a finding has its clause"
        );
    }
    drop(plans::check::check(&imported.plan));
    let same = plans::compare::compare(&imported.plan, &imported.plan);
    assert_eq!(
        same.changed + same.added + same.removed,
        0,
        "a plan is like itself"
    );
}

/// The body of a Word file: the bytes are its XML, so that the fuzzer need not find a way through
/// the packing.
pub(crate) fn plan_document(bytes: &[u8]) {
    let (document, numbering) = match bytes.iter().position(|byte| *byte == 0) {
        Some(at) => bytes.split_at(at),
        None => (bytes, &b""[..]),
    };
    let file = stored(&[
        ("word/document.xml", document),
        ("word/numbering.xml", numbering),
        ("word/styles.xml", numbering),
    ]);
    if let Some(file) = file {
        imported("plan.docx", &file);
    }
}

/// A package of a plan as it comes, and one whose list is the bytes.
pub(crate) fn plan_package(bytes: &[u8]) {
    drop(plans::export::verify_package(bytes));
    if let Some(file) = stored(&[(MANIFEST, bytes), (TEXT, bytes)]) {
        drop(plans::export::verify_package(&file));
    }
}

/// Files packed as they are; none when they cannot be.
fn stored(files: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in files {
        archive.start_file(*name, stored).ok()?;
        std::io::Write::write_all(&mut archive, bytes).ok()?;
    }
    Some(archive.finish().ok()?.into_inner())
}
