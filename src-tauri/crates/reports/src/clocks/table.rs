//! The table of clock rules.

use std::collections::BTreeSet;

use emergency::level::IncidentGrade;
use serde::{Deserialize, Serialize};

use super::ClockFacts;

/// Most rules of one table.
pub const RULES_MAX: usize = 500;

const SHIPPED: &str = include_str!("../../../../../assets/clocks.json");

/// The table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClockTable {
    /// Version of the table.
    pub version: String,
    /// Who can be reported to.
    pub recipients: Vec<Recipient>,
    /// The rules, the first to be met first.
    pub rules: Vec<ClockRule>,
    /// Deadlines of the district's list that are no clocks of this table, and why.
    #[serde(default)]
    pub elsewhere: Vec<Elsewhere>,
}

/// Deadlines that are kept in another place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Elsewhere {
    /// Which.
    pub ids: Vec<String>,
    /// Where they are.
    pub kept: Kept,
    /// Why, in words.
    pub reason: String,
}

/// Where a deadline is that is no clock of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// In the table of terms of plans, `assets/plan-terms.json`.
    PlanTerms,
    /// Nowhere of its own: a stricter one that is kept covers it.
    Stricter,
}

/// Somebody who can be reported to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recipient {
    /// Code that rules use.
    pub code: String,
    /// Name.
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClockRule {
    /// Id, such as `R02`.
    pub id: String,
    /// What starts it.
    pub trigger: Trigger,
    /// Whose duty it is.
    pub duty: Duty,
    /// Who has to act, in words.
    pub who: String,
    /// To whom, in words.
    pub to: String,
    /// How.
    pub mode: String,
    /// How the due time is found.
    pub due: DueRule,
    /// Minutes, for [`DueRule::Minutes`].
    pub limit_min: Option<u32>,
    /// Days, for [`DueRule::Days`].
    pub limit_days: Option<u32>,
    /// Grades that it is for.
    pub grades: Vec<IncidentGrade>,
    /// Codes of recipients that must all be reached.
    #[serde(default)]
    pub to_codes: Vec<String>,
    /// True when only a written report meets it.
    #[serde(default)]
    pub written: bool,
    /// Traits that the incident must have.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Traits that it must not have.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Traits that make it apply whatever the grade is.
    #[serde(default)]
    pub or_if: Vec<String>,
    /// Days from the occurrence in which it holds.
    pub window_days: Option<u32>,
    /// Law, or a practice taken over.
    pub basis: Basis,
    /// The article.
    pub source: String,
    /// What the rule adds.
    #[serde(default)]
    pub note: String,
    /// What follows when it runs out.
    #[serde(default)]
    pub consequence: String,
}

/// What starts a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// The duty room learned of the incident.
    Learned,
    /// The head of the unit learned of it.
    UnitLearned,
    /// A report was sent: the next one is due a period later.
    ReportSent,
    /// The number of dead or injured changed.
    CasualtyChanged,
    /// The authority above asked to verify something.
    VerifyAsked,
    /// A tip-off was passed down to be checked.
    TipOffReceived,
    /// People are trapped in a lift.
    Entrapped,
    /// Supplies were given out by telephone.
    OralAllocation,
    /// Somebody was called to free them.
    RescueAsked,
    /// An investigation was set up; it counts from the accident.
    Investigation,
    /// The investigation's report was handed in.
    InvestigationReported,
}

impl Trigger {
    /// True when it asks for something after the incident is closed.
    #[must_use]
    pub fn outlasts_incident(self) -> bool {
        !matches!(
            self,
            Self::Learned | Self::UnitLearned | Self::Entrapped | Self::RescueAsked
        )
    }
}

/// Whose duty a clock is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// The district government.
    District,
    /// The emergency bureau.
    Department,
    /// The unit where it happened.
    Unit,
    /// Another department.
    Other,
}

impl Duty {
    /// True when this duty room has to see to it; the others' it only watches.
    #[must_use]
    pub fn is_own(self) -> bool {
        matches!(self, Self::District | Self::Department)
    }
}

/// How the due time is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueRule {
    /// A number of minutes after the start.
    Minutes,
    /// The end of the civil day.
    EndOfDay,
    /// The end of the civil day a number of days after the start.
    Days,
    /// Two calendar months later.
    TwoMonths,
    /// At once; the rule names no minutes.
    AtOnce,
    /// Allowed, not demanded.
    Allowed,
}

/// What a rule rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A law, regulation or order.
    Law,
    /// The practice of another place, to be confirmed by the district (待区里确认).
    Adopted,
}

/// Why a table cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ClockTableError {
    /// It is not a table.
    #[error("the clock table cannot be read")]
    Unreadable {
        /// What the reader said.
        #[source]
        source: serde_json::Error,
    },
    /// A rule is not usable.
    #[error("clock rule {id:?}: {fault}")]
    BadRule {
        /// Id of the rule.
        id: String,
        /// What is wrong.
        fault: &'static str,
    },
}

impl ClockTable {
    /// The table that the program ships.
    ///
    /// # Panics
    /// Never in a program that passed its tests: the table is compiled in and checked by one.
    #[must_use]
    pub fn shipped() -> Self {
        Self::parse(SHIPPED).expect("the shipped clock table is checked by a test")
    }

    /// Reads and checks a table.
    ///
    /// # Errors
    /// [`ClockTableError`] names what is wrong.
    pub fn parse(json: &str) -> Result<Self, ClockTableError> {
        let table: Self =
            serde_json::from_str(json).map_err(|source| ClockTableError::Unreadable { source })?;
        table.check()?;
        Ok(table)
    }

    fn check(&self) -> Result<(), ClockTableError> {
        let mut ids = BTreeSet::new();
        for (index, rule) in self.rules.iter().enumerate() {
            let known = |code: &String| self.recipients.iter().any(|r| &r.code == code);
            let fault = if index >= RULES_MAX {
                "there are too many rules"
            } else if rule.id.is_empty() || !ids.insert(rule.id.as_str()) {
                "the id is empty or taken"
            } else if (rule.due == DueRule::Minutes) != rule.limit_min.is_some() {
                "minutes are given exactly when the due rule asks for them"
            } else if (rule.due == DueRule::Days) != rule.limit_days.is_some() {
                "days are given exactly when the due rule asks for them"
            } else if !rule.to_codes.iter().all(known) {
                "a recipient is not in the table"
            } else if rule.source.is_empty() {
                "it has no source"
            } else {
                continue;
            };
            return Err(ClockTableError::BadRule {
                id: rule.id.clone(),
                fault,
            });
        }
        Ok(())
    }

    /// True when `to` is the code, the name or an alias of that recipient.
    #[must_use]
    pub fn is_recipient(&self, code: &str, to: &str) -> bool {
        to == code
            || self.recipients.iter().any(|recipient| {
                recipient.code == code
                    && (recipient.name == to || recipient.aliases.iter().any(|a| a == to))
            })
    }

    /// One rule by id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&ClockRule> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

impl ClockRule {
    /// True when somebody can say that it was answered, as with a call; what has to be on paper or
    /// is a report of its own is answered by a report only.
    #[must_use]
    pub fn is_met_by_word(&self) -> bool {
        match self.trigger {
            Trigger::ReportSent => false,
            Trigger::CasualtyChanged => !self.duty.is_own(),
            Trigger::Learned => !self.written,
            _ => true,
        }
    }

    /// True when a report of the duty room can answer it.
    #[must_use]
    pub fn is_met_by_report(&self) -> bool {
        let reported = matches!(
            self.trigger,
            Trigger::Learned | Trigger::ReportSent | Trigger::CasualtyChanged
        );
        // A rule that names nobody to report to, such as a press conference, takes no report.
        let named = self.trigger != Trigger::Learned || !self.to_codes.is_empty();
        self.duty.is_own() && reported && named
    }

    /// True when the rule holds for an incident of that grade and those traits.
    #[must_use]
    pub fn applies(&self, facts: &ClockFacts) -> bool {
        let has = |word: &String| facts.traits.contains(word);
        let grade = facts.grade.unwrap_or(IncidentGrade::Ordinary);
        self.needs.iter().all(has)
            && !self.unless.iter().any(has)
            && (self.grades.contains(&grade) || self.or_if.iter().any(has))
    }
}
