//! How much of what is in a document is found, and how much of what is found is in it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::documents::{self, Document};
use super::long;
use crate::import::{Certainty, Finding, Found, Imported, import};

/// Found and right, found, there.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    right: usize,
    found: usize,
    there: usize,
}

impl Count {
    fn of<T: PartialEq>(found: &[T], there: &[T]) -> Self {
        let mut rest: Vec<&T> = there.iter().collect();
        let mut right = 0;
        for one in found {
            if let Some(at) = rest.iter().position(|other| *other == one) {
                rest.swap_remove(at);
                right += 1;
            }
        }
        Self {
            right,
            found: found.len(),
            there: there.len(),
        }
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.found += other.found;
        self.there += other.there;
    }

    fn precision(self) -> f64 {
        ratio(self.right, self.found)
    }

    fn recall(self) -> f64 {
        ratio(self.right, self.there)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

fn headings(imported: &Imported) -> Vec<(u8, String)> {
    let all = imported.findings.iter();
    all.filter_map(|finding| match &finding.found {
        Found::Heading { depth, heading } => Some((*depth, bare(heading))),
        _ => None,
    })
    .collect()
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

type Counts = [(&'static str, Count); 4];

fn counts(document: &Document, imported: &Imported) -> Counts {
    let there: Vec<(u8, String)> = document
        .headings
        .iter()
        .map(|(depth, heading)| (*depth, bare(heading)))
        .collect();
    let (mut levels, mut contacts, mut duties) = (Vec::new(), Vec::new(), Vec::new());
    for finding in &imported.findings {
        match &finding.found {
            Found::Level { level, start, .. } => levels.push((*level, start.clone())),
            Found::Contact { unit, phones, .. } => {
                contacts.push((unit.clone(), phones.first().cloned().unwrap_or_default()));
            }
            Found::Duty { unit, .. } => duties.push(unit.clone()),
            _ => {}
        }
    }
    [
        ("headings", Count::of(&headings(imported), &there)),
        ("levels", Count::of(&levels, &document.levels)),
        ("contacts", Count::of(&contacts, &document.contacts)),
        ("duties", Count::of(&duties, &document.duties)),
    ]
}

/// What was found and is not there, and what is there and was not found, for a reader.
fn differences(document: &Document, imported: &Imported) -> String {
    let mut text = String::new();
    let found = headings(imported);
    let there = document.headings.iter().map(|(d, h)| (*d, bare(h)));
    let there: Vec<(u8, String)> = there.collect();
    for heading in found.iter().filter(|one| !there.contains(one)) {
        let _ = writeln!(text, "    + heading {heading:?}");
    }
    for heading in there.iter().filter(|one| !found.contains(one)) {
        let _ = writeln!(text, "    - heading {heading:?}");
    }
    for Finding { found, .. } in &imported.findings {
        match found {
            Found::Level { level, start, .. }
                if !document.levels.contains(&(*level, start.clone())) =>
            {
                let _ = writeln!(text, "    + level {level:?} {start:?}");
            }
            Found::Contact { unit, phones, .. }
                if !document
                    .contacts
                    .iter()
                    .any(|(u, p)| u == unit && phones.contains(p)) =>
            {
                let _ = writeln!(text, "    + contact {unit} {phones:?}");
            }
            Found::Duty { unit, .. } if !document.duties.contains(unit) => {
                let _ = writeln!(text, "    + duty {unit}");
            }
            _ => {}
        }
    }
    text
}

/// The bars: what the importer reached when it was last looked at, rounded down. A change that
/// finds less fails here and is looked at by a person.
const BARS: [(&str, f64, f64); 4] = [
    ("headings", 0.98, 0.98),
    ("levels", 0.95, 0.95),
    ("contacts", 0.90, 0.90),
    ("duties", 0.95, 0.95),
];

#[test]
fn what_is_in_ten_documents_of_seven_layouts_is_measured() {
    let mut sums: BTreeMap<&str, Count> = BTreeMap::new();
    println!("document            what      precision  recall   right/found/there");
    for document in documents::all() {
        let imported = import(&document.file, &document.bytes).expect("the document is read");
        for (what, count) in counts(&document, &imported) {
            sums.entry(what).or_default().add(count);
            line(&document.name, what, count);
        }
        print!("{}", differences(&document, &imported));
    }
    for (what, precision, recall) in BARS {
        let sum = sums[what];
        line("all", what, sum);
        assert!(sum.precision() >= precision, "{what}: precision {sum:?}");
        assert!(sum.recall() >= recall, "{what}: recall {sum:?}");
    }
}

/// Precision and recall of each long document, as of when they were last looked at, rounded down.
const LONG_BARS: [(&str, [(f64, f64); 4]); 2] = [
    (
        "11 long text",
        [(0.98, 0.98), (1.0, 1.0), (0.90, 0.82), (0.80, 0.95)],
    ),
    (
        "12 long styled",
        [(0.98, 0.98), (1.0, 1.0), (0.98, 0.98), (0.88, 0.95)],
    ),
];

#[test]
fn each_document_of_real_length_reaches_its_own_bar() {
    let mut below = String::new();
    for (document, (name, bars)) in long::all().iter().zip(LONG_BARS) {
        assert_eq!(document.name, name, "the bars are of this document");
        let pages = long::pages(document);
        assert!(
            pages >= 30,
            "{name} has the length of a plan: {pages} pages"
        );
        let imported = import(&document.file, &document.bytes).expect("the document is read");
        for ((what, count), (precision, recall)) in
            counts(document, &imported).into_iter().zip(bars)
        {
            line(name, what, count);
            assert!(count.there > 0, "{name} has {what}");
            if count.precision() < precision || count.recall() < recall {
                let _ = writeln!(below, "{name} {what}: {count:?}");
            }
        }
        print!("{}", differences(document, &imported));
    }
    assert_eq!(below, "", "nothing is below its bar");
}

fn line(document: &str, what: &str, count: Count) {
    println!(
        "{document:<19} {what:<9} {:>8.3} {:>8.3}    {}/{}/{}",
        count.precision(),
        count.recall(),
        count.right,
        count.found,
        count.there
    );
}

#[test]
fn a_heading_that_is_called_sure_is_more_often_right_than_one_that_is_unsure() {
    let mut steps: BTreeMap<Certainty, Count> = BTreeMap::new();
    for document in documents::all() {
        let imported = import(&document.file, &document.bytes).expect("the document is read");
        let there = document.headings.iter().map(|(d, h)| (*d, bare(h)));
        let there: Vec<(u8, String)> = there.collect();
        for finding in &imported.findings {
            if let Found::Heading { depth, heading } = &finding.found {
                let right = there.contains(&(*depth, bare(heading)));
                let step = steps.entry(finding.certainty).or_default();
                step.found += 1;
                step.right += usize::from(right);
            }
        }
    }
    for (certainty, count) in &steps {
        println!(
            "{certainty:?}: {} of {} headings are right",
            count.right, count.found
        );
    }
    let sure = steps[&Certainty::Sure];
    assert!(sure.precision() >= 0.98, "what is sure is right: {sure:?}");
}

#[test]
fn no_word_of_any_document_is_lost() {
    for document in documents::all() {
        let imported = import(&document.file, &document.bytes).expect("the document is read");
        let held = held(&imported);
        for words in &document.words {
            assert!(
                held.contains(&bare(words)),
                "{}: {words:?} is in a clause, the title or an aside",
                document.name
            );
        }
        assert_eq!(
            imported.plan.front.title, document.title,
            "{}",
            document.name
        );
    }
}

/// Every word of the result, without spaces: title, clauses, asides; not the list of the source.
fn held(imported: &Imported) -> String {
    let mut text = bare(&imported.plan.front.title);
    for clause in &imported.plan.clauses {
        text.push('\n');
        text.push_str(&bare(&clause.heading));
        for block in &clause.blocks {
            if let crate::plan::Block::Text(words) = block {
                let words = crate::text::paragraphs(words).concat();
                text.push_str(&bare(&words).replace('·', ""));
            }
        }
    }
    for aside in &imported.asides {
        text.push('\n');
        text.push_str(&bare(&aside.text));
    }
    text
}

/// Real plans, where the folder is beside the checkout or named by `DUTYROOM_PLANS`. They are not
/// in the repository.
#[test]
fn real_plans_lose_no_line() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/reference/plans");
    let folder = std::env::var_os("DUTYROOM_PLANS").map_or(beside, Into::into);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("NOT RUN, no real plans at {}", folder.display());
        return;
    };
    for entry in entries.flatten() {
        let bytes = std::fs::read(entry.path()).expect("the plan is read");
        let name = entry.file_name().to_string_lossy().into_owned();
        let imported = import(&name, &bytes).expect("a plan");
        let held = held(&imported);
        let text = String::from_utf8(bytes).expect("UTF-8");
        let lines = text.lines().map(|line| bare(line).replace('*', ""));
        for line in lines.filter(|line| !line.is_empty()) {
            assert!(held.contains(&line), "{name}: {line:?} is kept");
        }
        let count =
            |is: fn(&Found) -> bool| imported.findings.iter().filter(|f| is(&f.found)).count();
        println!(
            "{name}: headings {}, levels {}, contacts {}, duties {}, unsure {}",
            count(|f| matches!(f, Found::Heading { .. })),
            count(|f| matches!(f, Found::Level { .. })),
            count(|f| matches!(f, Found::Contact { .. })),
            count(|f| matches!(f, Found::Duty { .. })),
            imported.unsure().count(),
        );
    }
}
