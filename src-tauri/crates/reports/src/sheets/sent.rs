//! Papers of sending: 调拨单, 征用通知书 with its register, 启动令 and 解除令, settlement of teams,
//! letter for mutual aid.

mod aid;
mod allocation;
mod requisition;
mod response;
mod settlement;

use crate::document::{Entry, ReportDocument};
use crate::when;

pub use aid::{AidFacts, aid_letter};
pub use allocation::{AllocationFacts, AllocationLine, ReceiptLine, allocation};
pub use requisition::{GoodLine, PaymentLine, RequisitionFacts, ReturnLine, requisition};
pub use response::{ResponseFacts, response_order};
pub use settlement::{RateLine, SettlementFacts, TurnoutLine, settlement};

/// What stands where nothing is known: room for a pen.
const BLANK: &str = "＿＿＿＿＿＿";

/// The words, or room for a pen.
fn or_blank(words: &str) -> &str {
    if words.trim().is_empty() {
        BLANK
    } else {
        words
    }
}

fn field(key: &str, label: &str, words: &str) -> Entry {
    let mut entry = Entry::new(key, label, or_blank(words));
    entry.missing = words.trim().is_empty();
    entry
}

fn at(at_ms: Option<i64>) -> String {
    at_ms.map(when::date_time).unwrap_or_default()
}

fn short(at_ms: Option<i64>) -> String {
    at_ms.map(when::short).unwrap_or_default()
}

/// `1234.05元`; a count of fen is never a float.
#[must_use]
pub fn yuan(fen: u64) -> String {
    format!("{}.{:02}元", fen / 100, fen % 100)
}

/// Paper that makes up for words: when they were said, when the paper is due, what it says.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OralMark {
    /// When it was said, UTC milliseconds; none when it was in writing from the beginning.
    pub said_at_ms: Option<i64>,
    /// Hours in which the paper is due.
    pub hours: i64,
    /// When the paper was made up.
    pub papered_at_ms: Option<i64>,
    /// Its number and signer in words.
    pub paper: String,
}

impl OralMark {
    fn words(&self) -> String {
        let Some(said) = self.said_at_ms else {
            return "书面下达".to_owned();
        };
        let due = said.saturating_add(self.hours.saturating_mul(3_600_000));
        let made_up = match self.papered_at_ms {
            Some(at) => format!("已于{}补办（{}）", when::date_time(at), self.paper),
            None => format!("{}前补办", when::date_time(due)),
        };
        format!(
            "{}口头下达，{}小时内补办书面手续（时限待区里确认）；{made_up}",
            when::date_time(said),
            self.hours
        )
    }
}

/// Two lines to be signed: who gives and who takes.
fn signatures(document: &mut ReportDocument, who: &[(&str, &str)]) {
    let entries = who.iter().enumerate().map(|(index, (label, name))| {
        let words = format!("{}　日期：{BLANK}", or_blank(name));
        Entry::new(&format!("sign.{index}"), label, &words)
    });
    document.signature.extend(entries);
}

#[cfg(test)]
mod tests;
