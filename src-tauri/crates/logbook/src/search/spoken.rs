//! What an event says in words, and under which kind it is found.
//!
//! Nothing is listed fact by fact: every text of a body counts that has a character of a script
//! without spaces, whatever its field is called, and texts without one count in the fields that
//! people write. Names of things, codes and the original bytes of messages do not.

use serde::Deserialize;
use serde_json::Value;

use super::SearchKind;
use super::fold::Folded;

/// Fields whose texts count even when they are letters and digits only: names, numbers that
/// people call or read out, and what they write.
const WRITTEN: &[&str] = &[
    "address",
    "area",
    "basis",
    "batch",
    "callSign",
    "confirmedBy",
    "description",
    "detail",
    "event",
    "file",
    "headline",
    "identifier",
    "instruction",
    "items",
    "keeper",
    "label",
    "mail",
    "matter",
    "measures",
    "model",
    "name",
    "note",
    "number",
    "openMatters",
    "phone",
    "place",
    "plate",
    "purpose",
    "question",
    "reason",
    "recipients",
    "remarks",
    "senderName",
    "signer",
    "standard",
    "street",
    "substance",
    "text",
    "title",
    "unit",
    "what",
    "who",
    "words",
];

/// Parts of a body that are not words: original bytes are kept for proof, and what is sealed is
/// nobody's to find.
const NOT_WORDS: &[&str] = &["raw", "sealed"];

/// The fact that has the text of a whole plan, and the field that it is in.
const PLAN_SAVED: &str = "plan.saved";
const PLAN_TEXT: &str = "text";

/// Depth of a body that is looked into.
const DEPTH_MAX: usize = 32;

/// First character of the scripts that are written without spaces, about.
const WITHOUT_SPACES: char = '\u{2E80}';

/// An event as far as its words are needed.
#[derive(Deserialize)]
pub(crate) struct Spoken {
    pub(crate) kind: String,
    #[serde(default)]
    body: Value,
}

impl Spoken {
    /// Reads a stored event.
    pub(crate) fn read(envelope: &str) -> serde_json::Result<Self> {
        serde_json::from_str(envelope)
    }

    /// Its words, a line for each text.
    pub(crate) fn words(&self) -> String {
        let mut words = String::new();
        match &self.body {
            // A version of a plan says why it was saved; its text is found as clauses of the plan.
            Value::Object(fields) if self.kind == PLAN_SAVED => {
                let told = fields.iter().filter(|(name, _)| *name != PLAN_TEXT);
                told.for_each(|(name, one)| collect(one, name, 1, &mut words));
            }
            body => collect(body, "", 0, &mut words),
        }
        words
    }

    /// The incident that it names; empty when it names none.
    pub(crate) fn incident(&self) -> &str {
        let named = self.body.get("incident").and_then(Value::as_str);
        named.unwrap_or_default()
    }

    /// Its words as they go into the index.
    pub(crate) fn index_words(&self) -> String {
        let mut words = String::new();
        Folded::of(&self.words()).index_words(None, &mut words);
        words
    }
}

fn collect(value: &Value, field: &str, depth: usize, into: &mut String) {
    if depth > DEPTH_MAX {
        return;
    }
    match value {
        Value::String(text) => {
            let counts = WRITTEN.contains(&field) || text.chars().any(|c| c >= WITHOUT_SPACES);
            if counts && !text.trim().is_empty() {
                if !into.is_empty() {
                    into.push('\n');
                }
                into.push_str(text.trim());
            }
        }
        Value::Array(all) => all
            .iter()
            .for_each(|one| collect(one, field, depth + 1, into)),
        Value::Object(fields) => {
            for (name, one) in fields {
                if !NOT_WORDS.contains(&name.as_str()) {
                    collect(one, name, depth + 1, into);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Under which kind an event of a kind of fact is found.
pub(crate) fn kind_of(fact: &str) -> SearchKind {
    match fact {
        "alert.received" => SearchKind::Alert,
        "incident.opened" | "incident.placed" | "incident.split" => SearchKind::Incident,
        "person.registered" | "team.registered" | "site.registered" | "firm.registered" => {
            SearchKind::Contact
        }
        _ if fact.starts_with("order.") => SearchKind::Order,
        _ if fact.starts_with("report.") => SearchKind::Report,
        _ => SearchKind::Line,
    }
}

/// True for the kinds that are found as what they are about, once each, by its newest line.
pub(crate) fn is_of_a_thing(kind: SearchKind) -> bool {
    kind != SearchKind::Line
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn words(body: Value) -> String {
        Spoken {
            kind: String::new(),
            body,
        }
        .words()
    }

    #[test]
    fn texts_count_and_codes_and_original_bytes_do_not() {
        let body = json!({
            "id": "T12", "team": "T1", "kind": "hazmat_leak", "quantity": 3, "title": "氯气泄漏",
            "place": { "words": "王舍人 17 号", "point": null },
            "phone": "000-0001", "capabilities": ["hazmat"], "note": "",
            "anything": "新的字段", "raw": { "data": "<alert>原文</alert>" },
        });
        let found = words(body);
        let mut lines: Vec<&str> = found.lines().collect();
        lines.sort_unstable();
        assert_eq!(
            lines,
            ["000-0001", "新的字段", "氯气泄漏", "王舍人 17 号"],
            "words of people, whatever the field"
        );
    }

    #[test]
    fn a_version_of_a_plan_says_why_it_was_saved_and_not_its_whole_text() {
        let saved = Spoken {
            kind: PLAN_SAVED.to_owned(),
            body: json!({ "text": "全文", "why": "修订电话", "summary": { "title": "演练预案" } }),
        };
        let words = saved.words();
        let mut lines: Vec<&str> = words.lines().collect();
        lines.sort_unstable();
        assert_eq!(
            lines,
            ["修订电话", "演练预案"],
            "the text is found as clauses"
        );
    }

    #[test]
    fn a_body_that_is_too_deep_ends_and_does_no_harm() {
        let mut body = json!({ "text": "底" });
        for _ in 0..=DEPTH_MAX {
            body = json!({ "text": body });
        }
        assert_eq!(words(body), "", "what is deeper is not looked into");
    }
}
