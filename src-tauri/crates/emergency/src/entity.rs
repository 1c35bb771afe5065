//! Which nouns a fact touches, and folding facts into states.
//!
//! The state of an entity is the fold of every event that touches it: first those in the ordered
//! log, by `sseq`, then the desk's own that have not come back yet, by `oseq`. The same fold runs
//! on the desk, on the platform and in replay, so their states are equal when their logs are.

mod touch;

use serde::{Deserialize, Serialize};

use crate::aid::Aid;
use crate::alert::Alert;
use crate::circular::Circular;
use crate::closure::Closure;
use crate::countdown::Countdown;
use crate::day::Day;
use crate::document::Document;
use crate::drill::Drill;
use crate::duty::Duty;
use crate::event::{Event, Verdict};
use crate::fact::Fact;
use crate::fence::Fence;
use crate::firm::Firm;
use crate::holiday::Holidays;
use crate::import::Import;
use crate::incident::Incident;
use crate::issue::Issue;
use crate::order::Order;
use crate::person::Person;
use crate::plan::PlanRecord;
use crate::point::DevicePoint;
use crate::report::Report;
use crate::requisition::Requisition;
use crate::rota::Rota;
use crate::site::Site;
use crate::source::Source;
use crate::stock::Lot;
use crate::submission::Submission;
use crate::team::Team;
use crate::wind::Wind;

pub use touch::{TOUCHES_MAX, touches};

/// The nouns that have a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum EntityKind {
    /// See [`Alert`].
    Alert,
    /// See [`Incident`].
    Incident,
    /// See [`Team`].
    Team,
    /// See [`Lot`].
    Lot,
    /// See [`Order`].
    Order,
    /// See [`Report`].
    Report,
    /// See [`Duty`].
    Duty,
    /// See [`Site`].
    Site,
    /// See [`Issue`].
    Issue,
    /// See [`Requisition`].
    Requisition,
    /// See [`Aid`].
    Aid,
    /// See [`Circular`].
    Circular,
    /// See [`Person`].
    Person,
    /// See [`Rota`].
    Rota,
    /// See [`Import`].
    Import,
    /// See [`Drill`].
    Drill,
    /// See [`Closure`].
    Closure,
    /// See [`Wind`].
    Wind,
    /// See [`PlanRecord`].
    Plan,
    /// See [`Document`].
    Document,
    /// See [`Holidays`].
    Holidays,
    /// See [`Source`].
    Source,
    /// See [`Countdown`].
    Countdown,
    /// See [`Submission`].
    Submission,
    /// See [`Fence`].
    Fence,
    /// See [`DevicePoint`].
    Point,
    /// See [`Firm`].
    Firm,
}

impl EntityKind {
    /// All of them.
    pub const ALL: [Self; 27] = [
        Self::Alert,
        Self::Incident,
        Self::Team,
        Self::Lot,
        Self::Order,
        Self::Report,
        Self::Duty,
        Self::Site,
        Self::Issue,
        Self::Requisition,
        Self::Aid,
        Self::Circular,
        Self::Person,
        Self::Rota,
        Self::Import,
        Self::Drill,
        Self::Closure,
        Self::Wind,
        Self::Plan,
        Self::Document,
        Self::Holidays,
        Self::Source,
        Self::Countdown,
        Self::Submission,
        Self::Fence,
        Self::Point,
        Self::Firm,
    ];

    /// The name as stored and sent.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::Incident => "incident",
            Self::Team => "team",
            Self::Lot => "lot",
            Self::Order => "order",
            Self::Report => "report",
            Self::Duty => "duty",
            Self::Site => "site",
            Self::Issue => "issue",
            Self::Requisition => "requisition",
            Self::Aid => "aid",
            Self::Circular => "circular",
            Self::Person => "person",
            Self::Rota => "rota",
            Self::Import => "import",
            Self::Drill => "drill",
            Self::Closure => "closure",
            Self::Wind => "wind",
            Self::Plan => "plan",
            Self::Document => "document",
            Self::Holidays => "holidays",
            Self::Source => "source",
            Self::Countdown => "countdown",
            Self::Submission => "submission",
            Self::Fence => "fence",
            Self::Point => "point",
            Self::Firm => "firm",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Which one of which noun.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct EntityRef {
    /// The noun as its name; a later version may send nouns this one does not know.
    pub kind: String,
    /// Which one.
    pub id: String,
}

impl EntityRef {
    /// A reference to one of a known noun.
    #[must_use]
    pub fn new(kind: EntityKind, id: impl Into<String>) -> Self {
        Self {
            kind: kind.name().to_owned(),
            id: id.into(),
        }
    }
}

/// An event as an entity sees it, in log order.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The event.
    pub event: &'a Event,
    /// Its body, read.
    pub fact: &'a Fact,
    /// The verdict; none while it is the desk's own and has not come back.
    pub verdict: Option<&'a Verdict>,
}

/// The state of one entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "noun", content = "state", rename_all = "snake_case")]
pub enum State {
    /// See [`Alert`].
    Alert(Alert),
    /// See [`Incident`].
    Incident(Incident),
    /// See [`Team`].
    Team(Team),
    /// See [`Lot`].
    Lot(Lot),
    /// See [`Order`].
    Order(Order),
    /// See [`Report`].
    Report(Report),
    /// See [`Duty`].
    Duty(Duty),
    /// See [`Site`].
    Site(Site),
    /// See [`Issue`].
    Issue(Issue),
    /// See [`Requisition`].
    Requisition(Requisition),
    /// See [`Aid`].
    Aid(Aid),
    /// See [`Circular`].
    Circular(Circular),
    /// See [`Person`].
    Person(Person),
    /// See [`Rota`].
    Rota(Rota),
    /// See [`Import`].
    Import(Import),
    /// See [`Drill`].
    Drill(Drill),
    /// See [`Closure`].
    Closure(Closure),
    /// See [`Wind`].
    Wind(Wind),
    /// See [`PlanRecord`].
    Plan(PlanRecord),
    /// See [`Document`].
    Document(Document),
    /// See [`Holidays`].
    Holidays(Holidays),
    /// See [`Source`].
    Source(Source),
    /// See [`Countdown`].
    Countdown(Countdown),
    /// See [`Submission`].
    Submission(Submission),
    /// See [`Fence`].
    Fence(Fence),
    /// See [`DevicePoint`].
    Point(DevicePoint),
    /// See [`Firm`].
    Firm(Firm),
}

impl State {
    /// The state before the first fact.
    #[must_use]
    pub fn empty(kind: EntityKind, id: &str) -> Self {
        match kind {
            EntityKind::Alert => Self::Alert(Alert::named(id)),
            EntityKind::Incident => Self::Incident(Incident {
                id: id.into(),
                ..Default::default()
            }),
            EntityKind::Team => Self::Team(Team {
                id: id.into(),
                ..Team::default()
            }),
            EntityKind::Lot => Self::Lot(Lot {
                id: id.into(),
                ..Lot::default()
            }),
            EntityKind::Order => Self::Order(Order {
                id: id.into(),
                ..Order::default()
            }),
            EntityKind::Report => Self::Report(Report {
                id: id.into(),
                ..Report::default()
            }),
            EntityKind::Duty => Self::Duty(Duty::default()),
            EntityKind::Site => Self::Site(Site {
                id: id.into(),
                ..Site::default()
            }),
            EntityKind::Issue => Self::Issue(Issue {
                id: id.into(),
                ..Issue::default()
            }),
            EntityKind::Requisition => Self::Requisition(Requisition {
                id: id.into(),
                ..Requisition::default()
            }),
            EntityKind::Aid => Self::Aid(Aid {
                id: id.into(),
                ..Aid::default()
            }),
            EntityKind::Circular => Self::Circular(Circular {
                id: id.into(),
                ..Circular::default()
            }),
            EntityKind::Person => Self::Person(Person {
                id: id.into(),
                ..Person::default()
            }),
            EntityKind::Rota => Self::Rota(Rota {
                day: Day::parse(id),
                ..Rota::default()
            }),
            EntityKind::Import => Self::Import(Import {
                id: id.into(),
                ..Import::default()
            }),
            EntityKind::Drill => Self::Drill(Drill {
                id: id.into(),
                ..Drill::default()
            }),
            EntityKind::Source => Self::Source(Source::named(id)),
            EntityKind::Countdown => Self::Countdown(Countdown::named(id)),
            EntityKind::Submission => Self::Submission(Submission::named(id)),
            EntityKind::Closure | EntityKind::Wind | EntityKind::Fence => Self::on_map(kind, id),
            EntityKind::Point | EntityKind::Firm => Self::of_register(kind, id),
            EntityKind::Plan | EntityKind::Document | EntityKind::Holidays => {
                Self::empty_of_plans(kind, id)
            }
        }
    }

    /// The same for what is entered in a register.
    fn of_register(kind: EntityKind, id: &str) -> Self {
        match kind {
            EntityKind::Firm => Self::Firm(Firm::named(id)),
            _ => Self::Point(DevicePoint::named(id)),
        }
    }

    /// The same for what stands on the map and moves nobody.
    fn on_map(kind: EntityKind, id: &str) -> Self {
        match kind {
            EntityKind::Closure => Self::Closure(Closure {
                id: id.into(),
                ..Closure::default()
            }),
            EntityKind::Fence => Self::Fence(Fence {
                id: id.into(),
                ..Fence::default()
            }),
            _ => Self::Wind(Wind::default()),
        }
    }

    /// The same for plans and what belongs to them.
    fn empty_of_plans(kind: EntityKind, id: &str) -> Self {
        match kind {
            EntityKind::Plan => Self::Plan(PlanRecord {
                id: id.into(),
                ..PlanRecord::default()
            }),
            EntityKind::Document => Self::Document(Document {
                id: id.into(),
                ..Document::default()
            }),
            _ => Self::Holidays(Holidays::default()),
        }
    }

    /// Applies one fact in log order. `me` is the entity's own id.
    pub fn apply(&mut self, me: &str, seen: Seen<'_>) {
        let Seen {
            event,
            fact,
            verdict,
        } = seen;
        match self {
            Self::Alert(state) => state.apply(me, event, fact),
            Self::Incident(state) => state.apply(me, event, fact),
            Self::Team(state) => state.apply(event, fact, verdict),
            Self::Lot(state) => state.apply(event, fact, verdict),
            Self::Order(state) => state.apply(event, fact, verdict),
            Self::Report(state) => state.apply(event, fact, verdict.is_some()),
            Self::Duty(state) => state.apply(event, fact),
            Self::Site(state) => state.apply(event, fact),
            Self::Issue(state) => state.apply(event, fact, verdict),
            Self::Requisition(state) => state.apply(event, fact),
            Self::Aid(state) => state.apply(event, fact, verdict.is_some()),
            Self::Circular(state) => state.apply(event, fact, verdict.is_some()),
            Self::Person(state) => state.apply(event, fact),
            Self::Rota(state) => state.apply(event, fact),
            Self::Import(state) => state.apply(event, fact),
            Self::Drill(state) => state.apply(event, fact),
            Self::Closure(state) => state.apply(event, fact),
            Self::Wind(state) => state.apply(event, fact),
            Self::Plan(state) => state.apply(event, fact),
            Self::Document(state) => state.apply(event, fact),
            Self::Holidays(state) => state.apply(event, fact),
            Self::Source(state) => state.apply(event, fact),
            Self::Countdown(state) => state.apply(event, fact),
            Self::Submission(state) => state.apply(event, fact),
            Self::Fence(state) => state.apply(event, fact),
            Self::Point(state) => state.apply(event, fact),
            Self::Firm(state) => state.apply(event, fact),
        }
    }

    /// The state as stored: JSON of the noun alone.
    ///
    /// # Panics
    /// Never: states are plain data.
    #[must_use]
    pub fn to_json(&self) -> String {
        let text = match self {
            Self::Alert(s) => serde_json::to_string(s),
            Self::Incident(s) => serde_json::to_string(s),
            Self::Team(s) => serde_json::to_string(s),
            Self::Lot(s) => serde_json::to_string(s),
            Self::Order(s) => serde_json::to_string(s),
            Self::Report(s) => serde_json::to_string(s),
            Self::Duty(s) => serde_json::to_string(s),
            Self::Site(s) => serde_json::to_string(s),
            Self::Issue(s) => serde_json::to_string(s),
            Self::Requisition(s) => serde_json::to_string(s),
            Self::Aid(s) => serde_json::to_string(s),
            Self::Circular(s) => serde_json::to_string(s),
            Self::Person(s) => serde_json::to_string(s),
            Self::Rota(s) => serde_json::to_string(s),
            Self::Import(s) => serde_json::to_string(s),
            Self::Drill(s) => serde_json::to_string(s),
            Self::Closure(s) => serde_json::to_string(s),
            Self::Wind(s) => serde_json::to_string(s),
            Self::Plan(s) => serde_json::to_string(s),
            Self::Document(s) => serde_json::to_string(s),
            Self::Holidays(s) => serde_json::to_string(s),
            Self::Source(s) => serde_json::to_string(s),
            Self::Countdown(s) => serde_json::to_string(s),
            Self::Submission(s) => serde_json::to_string(s),
            Self::Fence(s) => serde_json::to_string(s),
            Self::Point(s) => serde_json::to_string(s),
            Self::Firm(s) => serde_json::to_string(s),
        };
        text.expect("a state is plain data")
    }

    /// Reads a stored state.
    ///
    /// # Errors
    /// When the text is not a state of that noun.
    pub fn from_json(kind: EntityKind, text: &str) -> Result<Self, serde_json::Error> {
        Ok(match kind {
            EntityKind::Alert => Self::Alert(serde_json::from_str(text)?),
            EntityKind::Incident => Self::Incident(serde_json::from_str(text)?),
            EntityKind::Team => Self::Team(serde_json::from_str(text)?),
            EntityKind::Lot => Self::Lot(serde_json::from_str(text)?),
            EntityKind::Order => Self::Order(serde_json::from_str(text)?),
            EntityKind::Report => Self::Report(serde_json::from_str(text)?),
            EntityKind::Duty => Self::Duty(serde_json::from_str(text)?),
            EntityKind::Site => Self::Site(serde_json::from_str(text)?),
            EntityKind::Issue => Self::Issue(serde_json::from_str(text)?),
            EntityKind::Requisition => Self::Requisition(serde_json::from_str(text)?),
            EntityKind::Aid => Self::Aid(serde_json::from_str(text)?),
            EntityKind::Circular => Self::Circular(serde_json::from_str(text)?),
            EntityKind::Person => Self::Person(serde_json::from_str(text)?),
            EntityKind::Rota => Self::Rota(serde_json::from_str(text)?),
            EntityKind::Import => Self::Import(serde_json::from_str(text)?),
            EntityKind::Drill => Self::Drill(serde_json::from_str(text)?),
            EntityKind::Closure => Self::Closure(serde_json::from_str(text)?),
            EntityKind::Wind => Self::Wind(serde_json::from_str(text)?),
            EntityKind::Plan => Self::Plan(serde_json::from_str(text)?),
            EntityKind::Document => Self::Document(serde_json::from_str(text)?),
            EntityKind::Holidays => Self::Holidays(serde_json::from_str(text)?),
            EntityKind::Source => Self::Source(serde_json::from_str(text)?),
            EntityKind::Countdown => Self::Countdown(serde_json::from_str(text)?),
            EntityKind::Submission => Self::Submission(serde_json::from_str(text)?),
            EntityKind::Fence => Self::Fence(serde_json::from_str(text)?),
            EntityKind::Point => Self::Point(serde_json::from_str(text)?),
            EntityKind::Firm => Self::Firm(serde_json::from_str(text)?),
        })
    }
}
