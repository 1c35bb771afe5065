//! Ranked lines with reasons.

use emergency::id::{IncidentId, LotId, OrderId, SiteId, TeamId};
use emergency::incident::Need;
use emergency::team::{Objection, Phase, Readiness};
use routing::travel::Travel;
use serde::{Deserialize, Serialize};

/// The answer: one cover a need, in the order of the needs.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recommendation {
    /// Needs for teams.
    pub teams: Vec<TeamCover>,
    /// Needs for supplies.
    pub supplies: Vec<SupplyCover>,
    /// The three ways to choose teams in numbers, in the order of [`Prefer::ALL`].
    pub alternatives: Vec<Alternative>,
}

/// What matters most when teams are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prefer {
    /// Whoever is there first; a team serves one need.
    #[default]
    Fastest,
    /// As few teams as possible; a team serves every need that it is able for.
    Fewest,
    /// Whoever leaves the least uncovered behind; a team serves one need.
    Coverage,
}

impl Prefer {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Fastest, Self::Fewest, Self::Coverage];
}

/// One way to choose the teams, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Alternative {
    /// What matters most.
    pub prefer: Prefer,
    /// Who would move.
    pub teams: Vec<TeamId>,
    /// Seconds until the last of them is there; none when nobody moves or it is not known of one.
    pub last_arrival_s: Option<u32>,
    /// Zones within reach now that would not be any more, by their number.
    pub lost: Vec<usize>,
    /// Teams that would still be missing.
    pub short: u32,
}

impl Recommendation {
    /// True when nothing is short.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        self.teams.iter().all(|cover| cover.short == 0)
            && self.supplies.iter().all(|cover| cover.short == 0)
    }
}

/// How one need for teams is covered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamCover {
    /// Index of the need in the question.
    pub need_index: usize,
    /// The need.
    pub need: Need,
    /// Able teams that already have an order for this incident.
    pub already: Vec<TeamId>,
    /// All other able teams, best first; those to send are marked.
    pub ranking: Vec<TeamLine>,
    /// How many are missing.
    pub short: u32,
    /// The best team that is not sent although it could be, and what it would cost instead of the
    /// last that is.
    pub runner_up: Option<TeamRunnerUp>,
}

impl TeamCover {
    /// The lines to send.
    pub fn chosen(&self) -> impl Iterator<Item = &TeamLine> {
        self.ranking.iter().filter(|line| line.chosen)
    }
}

/// Whether a team can be sent. The order is the order of the ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Said to be ready, and lately.
    Ready,
    /// Said to be ready with less than it should have, and lately.
    Reduced,
    /// Said to be ready or reduced, but long ago, or nobody has said: ask first.
    AskFirst,
    /// Could go, and something speaks against it that takes a reason to overrule.
    ReasonNeeded,
    /// Chosen for another need of this incident.
    ChosenElsewhere,
    /// Rests, or is outside its hours: not offered before that is over.
    AtRest,
    /// Has another job.
    Busy,
    /// Closures leave no way.
    CutOff,
    /// Nobody knows where it is.
    NoPlace,
    /// Said that it cannot go.
    NotReady,
}

impl Standing {
    /// Whether such a team may be recommended.
    #[must_use]
    pub fn may_go(self) -> bool {
        matches!(
            self,
            Self::Ready | Self::Reduced | Self::AskFirst | Self::ReasonNeeded
        )
    }
}

/// One team in a ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamLine {
    /// The team.
    pub team: TeamId,
    /// Its call sign.
    pub call_sign: String,
    /// True when it is recommended for this need.
    pub chosen: bool,
    /// Whether it can be sent.
    pub standing: Standing,
    /// The way; none when either end has no point.
    pub travel: Option<Travel>,
    /// Seconds from the order to arrival: turning out and travelling.
    pub arrival_s: Option<u32>,
    /// Why it stands where it stands.
    pub reasons: Vec<Reason>,
}

/// The best that was not chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamRunnerUp {
    /// The team.
    pub team: TeamId,
    /// Whether it can be sent.
    pub standing: Standing,
    /// Seconds later than the last chosen; negative when it would be there sooner but is in a
    /// worse standing.
    pub later_s: Option<i64>,
}

/// How one need for a supply is covered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SupplyCover {
    /// Index of the need in the question.
    pub need_index: usize,
    /// The need.
    pub need: Need,
    /// Drawn for this incident already and not yet counted for another need.
    pub already: u32,
    /// All lots of the supply, nearest first; those to take from say how many.
    pub ranking: Vec<LotLine>,
    /// How many are missing.
    pub short: u32,
    /// The nearest lot that is not needed, and how much later it would be than the last that is.
    pub runner_up: Option<LotRunnerUp>,
}

impl SupplyCover {
    /// The lines to take from.
    pub fn chosen(&self) -> impl Iterator<Item = &LotLine> {
        self.ranking.iter().filter(|line| line.take > 0)
    }
}

/// One lot in a ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LotLine {
    /// The lot.
    pub lot: LotId,
    /// Where it lies.
    pub depot: SiteId,
    /// How many to take; 0 when it is only shown.
    pub take: u32,
    /// The way; none when either end has no point.
    pub travel: Option<Travel>,
    /// Why it stands where it stands.
    pub reasons: Vec<Reason>,
}

/// The nearest lot that was not chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LotRunnerUp {
    /// The lot.
    pub lot: LotId,
    /// How many it could give.
    pub available: u32,
    /// Seconds later than the last chosen.
    pub later_s: Option<i64>,
}

/// Something that was weighed, as a code with its numbers; the words are the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Reason {
    /// It can do what is asked.
    Able {
        /// The capability or the supply code.
        code: String,
    },
    /// What it said of itself.
    Readiness {
        /// The word.
        said: Readiness,
        /// How long ago; none when it never did.
        age_ms: Option<i64>,
        /// False when that is too long ago.
        fresh: bool,
    },
    /// How long it takes to be on the road, and how far it is.
    Way {
        /// Seconds to turn out.
        turnout_s: u32,
        /// Seconds to travel.
        eta_s: u32,
        /// Whole metres to travel.
        distance_m: u32,
        /// True when no road was followed.
        estimated: bool,
        /// True when the first or the last stretch is on a closed road.
        on_closed: bool,
    },
    /// No way past the closures.
    CutOff {
        /// The closed road, by its number in the source of the roads.
        by: u64,
    },
    /// Its place is not known.
    NoPlace,
    /// The incident has no point.
    IncidentNotPlaced,
    /// Taken to start from its last position.
    FromPosition {
        /// How old that is.
        age_ms: i64,
        /// False when that is too long ago.
        fresh: bool,
    },
    /// Taken to start from its base.
    FromBase,
    /// It is on its way back to readiness.
    WayBack {
        /// How far.
        phase: Phase,
        /// Since when, milliseconds ago; none when that is not known.
        since_ms: Option<i64>,
        /// Milliseconds until it is done; negative when that time has gone by, none when nobody
        /// has said.
        left_ms: Option<i64>,
    },
    /// Something speaks against sending it.
    Against {
        /// What.
        objection: Objection,
    },
    /// It has another job.
    OtherJob {
        /// The order.
        order: OrderId,
        /// The incident.
        incident: IncidentId,
        /// False while the order waits for a verdict.
        confirmed: bool,
    },
    /// It is recommended for another need of this incident.
    OtherNeed {
        /// Index of that need in the question.
        need_index: usize,
    },
    /// What is there by the book.
    OnHand {
        /// How many.
        quantity: u32,
        /// How long ago somebody last counted; none when nobody has.
        counted_age_ms: Option<i64>,
    },
    /// Asked for by draws that wait for a verdict.
    Waiting {
        /// How many.
        quantity: u32,
    },
    /// Promised to earlier needs of this question.
    Promised {
        /// How many.
        quantity: u32,
    },
    /// Taking that many leaves less than the safety stock.
    BelowSafety {
        /// How many are left.
        left: u32,
        /// The safety stock.
        safety: u32,
    },
}
