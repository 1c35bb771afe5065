//! `desk search`: the search box from the command line; `src-tauri/docs/search.md` says what
//! comes out.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use contract::rows::{MarkedText, SearchAnswer, SearchHit, SearchKind, SearchRequest};
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;

use crate::answer::answer_search;
use crate::contacts;
use crate::library::Library;
use crate::settings::Settings;
use crate::shelf::lay;
use crate::volumes;

/// Before and after what was found, in lines for people.
const MARK: [&str; 2] = ["【", "】"];

/// Find words in plans, cards, articles, contacts, incidents and the log.
///
/// All words have to stand in one text. They are plain text: there are no operators. Words that
/// mean the same (泄露 and 泄漏) are found as well, after those that stand there as typed.
#[derive(Debug, clap::Args)]
pub struct SearchArguments {
    /// The words.
    #[arg(required = true)]
    words: Vec<String>,
    /// Folder of the logbook and the settings; without it only the shipped plans are searched.
    /// The desk may be running: nothing is written.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Search the exercise log.
    #[arg(long)]
    exercise: bool,
    /// plan, clause, card, law, contact, incident, alert, order, report or line; may be given
    /// several times.
    #[arg(long, value_parser = kind)]
    kind: Vec<SearchKind>,
    /// Only of this unit.
    #[arg(long, default_value = "")]
    unit: String,
    /// Only of this field, by the code of an incident's kind, such as `hazmat_leak`.
    #[arg(long, default_value = "")]
    field: String,
    /// Only in this state: that of a plan, such as `in_force`, or `open` and `closed`.
    #[arg(long, default_value = "")]
    state: String,
    /// Hits of each kind to leave out.
    #[arg(long, default_value_t = 0)]
    offset: u32,
    /// Hits of each kind.
    #[arg(long, default_value_t = 20)]
    limit: u32,
    /// Print one JSON object instead of lines.
    #[arg(long)]
    json: bool,
}

fn kind(text: &str) -> Result<SearchKind, String> {
    let word = text.into_deserializer();
    SearchKind::deserialize(word).map_err(|error: serde::de::value::Error| error.to_string())
}

/// Searches and prints.
///
/// # Errors
/// When the settings or the log cannot be read.
pub fn search(wanted: &SearchArguments) -> Result<()> {
    let request = SearchRequest {
        words: wanted.words.join(" "),
        kinds: wanted.kind.clone(),
        unit: wanted.unit.clone(),
        field: wanted.field.clone(),
        state: wanted.state.clone(),
        offset: wanted.offset,
        limit: wanted.limit,
    };
    let settings = match &wanted.data {
        Some(data) if !data.is_dir() => bail!("{} is no folder", data.display()),
        Some(data) => Some(Settings::load(data, wanted.exercise.then_some(0), None)?),
        None => None,
    };
    let plans = settings
        .as_ref()
        .and_then(|settings| settings.plans.as_deref());
    let log = settings.as_ref().map(Settings::logbook);
    let log = log.filter(|log| log.exists());
    let library = in_use(Library::load(plans), log.as_deref())?;
    let contacts = settings
        .as_ref()
        .map_or(&[][..], |settings| settings.contacts.as_slice());
    let departments = contacts::named(contacts, wanted.exercise);
    let volumes = volumes::all(
        library.plans(),
        &reports::clocks::ClockTable::shipped(),
        &departments,
    );
    let answer = answer_search(&request, |query, wanted| {
        logbook::search_file(log.as_deref(), volumes.clone(), query, wanted)
    })?;
    let mut out = std::io::stdout().lock();
    if wanted.json {
        serde_json::to_writer(&mut out, &answer)?;
        writeln!(out)?;
        return Ok(());
    }
    Ok(out.write_all(in_lines(&answer).as_bytes())?)
}

/// What the window searches: the plans that came with the program, and over them those that are in
/// force by the log.
fn in_use(library: Library, log: Option<&Path>) -> Result<Library> {
    let Some(log) = log else {
        return Ok(library);
    };
    let mut plans = library.plans().clone();
    for (record, text) in logbook::plans_of_file(log)? {
        lay(&mut plans, &record, text.map(|text| plans::parse(&text).0));
    }
    Ok(Library::of(plans))
}

/// The answer for people: a line each hit, under the kind.
fn in_lines(answer: &SearchAnswer) -> String {
    let mut lines = String::new();
    if answer.cut {
        lines.push_str("only the first words count\n");
    }
    if answer.loose {
        lines.push_str("nothing has the whole word; its pieces were looked for\n");
    }
    for group in &answer.groups {
        let more = if group.more { "+" } else { "" };
        let kind = format!("{:?}", group.kind).to_lowercase();
        lines.push_str(&format!("{kind} {}{more}\n", group.total));
        if group.total == 0 {
            lines.push_str("  none of the newest fits the filters; older ones were not read\n");
        }
        for hit in &group.hits {
            lines.push_str(&format!("  {}\n", line(hit)));
        }
    }
    if answer.groups.is_empty() {
        lines.push_str("nothing found\n");
    }
    lines
}

fn line(hit: &SearchHit) -> String {
    let place = match (&hit.entity, hit.clause) {
        (Some(entity), _) => format!("{} #{}", entity.id, hit.seq),
        (None, Some(clause)) => format!("{} {clause} {}", hit.plan, hit.card),
        (None, None) => hit.plan.clone(),
    };
    let parts = [lit(&hit.heading), lit(&hit.snippet), place];
    let parts = parts.iter().map(|part| part.trim());
    parts
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" | ")
}

/// A text with marks around what was found.
fn lit(marked: &MarkedText) -> String {
    let units: Vec<u16> = marked.text.encode_utf16().collect();
    let piece =
        |from: usize, to: usize| String::from_utf16_lossy(units.get(from..to).unwrap_or_default());
    let (mut text, mut at) = (String::new(), 0);
    for (from, to) in &marked.marks {
        let (from, to) = (*from as usize, *to as usize);
        text.push_str(&piece(at, from));
        text.push_str(MARK[0]);
        text.push_str(&piece(from, to));
        text.push_str(MARK[1]);
        at = to;
    }
    text.push_str(&piece(at, units.len()));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_stands_between_marks() {
        let marked = MarkedText {
            text: "𠮷处氯气，疏散".into(),
            marks: vec![(3, 5), (6, 8)],
        };
        assert_eq!(
            lit(&marked),
            "𠮷处【氯气】，【疏散】",
            "counted in code units"
        );
    }

    #[test]
    fn a_kind_is_read_by_its_name_and_an_unknown_one_is_refused() {
        assert_eq!(kind("clause"), Ok(SearchKind::Clause), "as in the contract");
        let error = kind("telex").expect_err("no such kind");
        assert!(
            error.contains("clause"),
            "the known ones are named: {error}"
        );
    }
}
