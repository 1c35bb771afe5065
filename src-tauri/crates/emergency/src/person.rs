//! People who are called by name: experts, reporters of villages, volunteers, keyholders.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::fact::Fact;
use crate::id::{ActorName, ImportId, IncidentId, PersonId};
use crate::place::Place;
use crate::team::Certificate;
use crate::time::UtcMs;

/// Consultations kept in a person's state; older ones stay in the log only.
pub const CONSULTS_MAX: usize = 32;

/// In which part a person is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum PersonKind {
    /// 专家.
    Expert,
    /// 突发事件信息报告员.
    Reporter,
    /// 应急志愿者.
    Volunteer,
    /// Another, or one that a later version knows.
    #[default]
    #[serde(other)]
    Other,
}

/// The four skills of the district's volunteer service: 防灾避险、消防安全、疏散安置、急救技能.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum VolunteerSkill {
    /// 防灾避险.
    Avoidance,
    /// 消防安全.
    FireSafety,
    /// 疏散安置.
    Evacuation,
    /// 急救技能.
    FirstAid,
    /// One that a later version knows.
    #[serde(other)]
    Other,
}

/// `person.registered`: the standing facts; a later one replaces them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PersonRegistered {
    /// In which part.
    pub kind: PersonKind,
    /// Name.
    pub name: String,
    /// Unit, or village.
    pub unit: String,
    /// Post.
    pub post: String,
    /// Telephone.
    pub phone: String,
    /// Fields of an expert, in words of the district.
    pub fields: Vec<String>,
    /// Skills of a volunteer.
    pub skills: Vec<VolunteerSkill>,
    /// What they are certified for.
    pub certificates: Vec<Certificate>,
    /// Units that an expert does not judge (利益冲突).
    pub conflicts: Vec<String>,
    /// Where they live or work; the village of a reporter.
    pub place: Place,
    /// Words.
    pub note: String,
    /// The import it came with; empty for one entered by hand.
    pub import: ImportId,
}

/// `person.reported`: whether they can be called.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PersonReported {
    /// True when they can.
    pub available: bool,
    /// Until when that holds; none while nobody says otherwise.
    pub until: Option<UtcMs>,
    /// Words.
    pub note: String,
}

/// `person.consulted`: what an expert was asked and said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PersonConsulted {
    /// For which incident, when for one.
    pub incident: Option<IncidentId>,
    /// The question.
    pub question: String,
    /// The answer.
    pub answer: String,
}

/// One consultation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Consultation {
    /// When.
    pub at: UtcMs,
    /// Who asked.
    pub by: ActorName,
    /// What was said.
    pub said: PersonConsulted,
}

/// The state of one person.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Person {
    /// Its name in the log.
    pub id: PersonId,
    /// Standing facts.
    pub registered: PersonRegistered,
    /// True while registered and not taken off the list.
    pub known: bool,
    /// What stood before the import that entered the present facts.
    pub replaced: Option<Box<PersonRegistered>>,
    /// The last word on whether they can be called.
    pub reported: Option<PersonReported>,
    /// When that was said.
    pub reported_at: Option<UtcMs>,
    /// Consultations, oldest first.
    pub consultations: Vec<Consultation>,
}

impl Person {
    /// Whether they can be called at that time; none when nobody has said, or the word has run out.
    #[must_use]
    pub fn is_available(&self, now: UtcMs) -> Option<bool> {
        let said = self.reported.as_ref()?;
        said.until
            .is_none_or(|until| now <= until)
            .then_some(said.available)
    }

    /// Applies one fact that touches this person, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact) {
        match fact {
            Fact::PersonRegistered(body) => {
                let before = std::mem::replace(&mut self.registered, body.clone());
                let imported = self.known && !body.import.as_str().is_empty();
                self.replaced = imported.then(|| Box::new(before));
                self.known = true;
            }
            Fact::PersonWithdrawn(_) => self.known = false,
            Fact::PersonReported(body)
                if self.reported_at.is_none_or(|at| at <= event.occurred_at) =>
            {
                self.reported = Some(body.clone());
                self.reported_at = Some(event.occurred_at);
            }
            Fact::PersonConsulted(body) => {
                self.consultations.push(Consultation {
                    at: event.occurred_at,
                    by: event.actor.clone(),
                    said: body.clone(),
                });
                if self.consultations.len() > CONSULTS_MAX {
                    self.consultations.remove(0);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Room;

    fn said(available: bool, until: Option<i64>) -> Fact {
        Fact::PersonReported(PersonReported {
            available,
            until: until.map(UtcMs),
            note: String::new(),
        })
    }

    #[test]
    fn a_word_on_being_there_runs_out_and_an_older_one_changes_nothing() {
        let mut room = Room::new();
        let registered = PersonRegistered {
            name: "演练 李工".into(),
            ..PersonRegistered::default()
        };
        room.happen(1, "P1", Fact::PersonRegistered(registered));
        assert_eq!(
            room.person("P1").is_available(UtcMs(2)),
            None,
            "nobody has said"
        );
        room.happen(20, "P1", said(true, Some(50)));
        room.happen(10, "P1", said(false, None));
        let person = room.person("P1");
        assert_eq!(person.is_available(UtcMs(50)), Some(true), "as last said");
        assert_eq!(person.is_available(UtcMs(51)), None, "that was until 50");
    }

    #[test]
    fn consultations_are_bounded() {
        let mut room = Room::new();
        for number in 0..=CONSULTS_MAX {
            let question = number.to_string();
            let consulted = PersonConsulted {
                question,
                ..PersonConsulted::default()
            };
            room.happen(1, "P1", Fact::PersonConsulted(consulted));
        }
        let kept = room.person("P1").consultations;
        assert_eq!(
            (kept.len(), kept[0].said.question.as_str()),
            (CONSULTS_MAX, "1"),
            "the oldest stays in the log only"
        );
    }
}
