//! What keeps a hidden danger from being struck off, and which entries therefore do not go by one
//! person's word.

use uuid::Uuid;

use super::{Danger, DangerDone, DangerStage, DangerStep};
use crate::id::ActorName;

/// What stands between the names of several people in one field.
const BETWEEN_NAMES: [char; 6] = ['、', ',', '，', ';', '；', '/'];

/// The people whom a field names. A blank inside a name makes nobody else of him.
fn people(text: &str) -> impl Iterator<Item = (&str, String)> {
    let names = text.split(BETWEEN_NAMES).map(str::trim);
    names.filter_map(|name| {
        let bare: String = name.split_whitespace().collect();
        (!bare.is_empty()).then_some((name, bare))
    })
}

/// The first person of `here` who is also among `there`.
#[must_use]
pub fn in_both<'a>(here: &[&'a str], there: &[&str]) -> Option<&'a str> {
    let others: Vec<String> = there
        .iter()
        .flat_map(|text| people(text))
        .map(|(_, bare)| bare)
        .collect();
    let mut all = here.iter().flat_map(|text| people(text));
    let found = all.find(|(_, bare)| others.contains(bare));
    found.map(|(name, _)| name)
}

impl DangerStep {
    /// True for what others lean on: asked, looked at, struck off, evaluated.
    fn moves(&self) -> bool {
        matches!(
            self,
            Self::Submit { .. } | Self::Check { .. } | Self::Close { .. } | Self::Evaluate { .. }
        )
    }

    /// True for what a request for acceptance is made by: it is not taken from under it.
    fn bears(&self) -> bool {
        matches!(self, Self::Supervise { .. } | Self::Plan { .. })
    }

    /// True when it says that somebody has to look.
    fn wants_a_look(&self) -> bool {
        matches!(
            self,
            Self::Submit { .. }
                | Self::Check { .. }
                | Self::Evaluate {
                    effective: false,
                    ..
                }
        )
    }
}

impl Danger {
    /// True for a major one and for one under supervision: acceptance is asked for with all five
    /// elements of the plan.
    #[must_use]
    pub fn needs_plan(&self) -> bool {
        self.found.major || self.supervision().is_some()
    }

    /// True when only another's acceptance strikes it off: it is a major one or under supervision,
    /// somebody asked for acceptance, or it did not hold.
    #[must_use]
    pub fn needs_acceptance(&self) -> bool {
        self.needs_plan() || self.acts.iter().any(|done| done.step.wants_a_look())
    }

    /// Who entered each request for acceptance that was not answered yet, and who asked: two desks
    /// may have asked apart. A request that was made before the danger was put up is none.
    #[must_use]
    pub fn asked(&self) -> Vec<(&ActorName, &str)> {
        let answers = |done: &&DangerDone| {
            let asks = matches!(done.step, DangerStep::Submit { .. });
            !asks && (done.step.moves() || matches!(done.step, DangerStep::Supervise { .. }))
        };
        let open = self.acts.iter().rev().take_while(|done| !answers(done));
        let asked = open.filter_map(|done| match &done.step {
            DangerStep::Submit { asked_by, .. } => Some((&done.by, asked_by.as_str())),
            _ => None,
        });
        asked.collect()
    }

    /// True when a later act leans on this one: it cannot be taken back before that.
    #[must_use]
    pub fn is_leaned_on(&self, act: Uuid) -> bool {
        let mut later = self.acts.iter().skip_while(|done| done.event != act);
        let bears = later.next().is_some_and(|done| {
            let step = &done.step;
            step.moves() || step.bears()
        });
        bears && later.any(|done| done.step.moves())
    }

    /// True when taking this back would bring the danger nearer to its striking off, or off its
    /// list, without anybody's acceptance, or give it a later term or none: that is two people's
    /// word. None is the danger as a whole.
    #[must_use]
    pub fn eases(&self, act: Option<Uuid>) -> bool {
        let Some(act) = act else {
            return self.needs_acceptance();
        };
        let mut without = self.clone();
        without.take_back(act);
        let nearness = |danger: &Self| match danger.stage() {
            DangerStage::Found | DangerStage::Planned | DangerStage::Refused => 0,
            DangerStage::Submitted => 1,
            DangerStage::Accepted => 2,
            DangerStage::Closed => 3,
        };
        let no_look = self.needs_acceptance() && !without.needs_acceptance();
        let put_down = self.supervision().is_some() && self.supervision() != without.supervision();
        let more_time = self
            .term()
            .is_some_and(|term| without.term().is_none_or(|other| other > term));
        no_look || put_down || more_time || nearness(&without) > nearness(self)
    }

    /// Who asked that this be taken back; none is the danger as a whole.
    pub fn retracted_by(&self, act: Option<Uuid>) -> impl Iterator<Item = &ActorName> {
        let asked = self.acts.iter().filter(move |done| match &done.step {
            DangerStep::Retract { act: named, .. } => *named == act,
            _ => false,
        });
        asked.map(|done| &done.by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_found_among_several_and_with_a_blank_inside_the_name() {
        assert_eq!(
            in_both(&["演练 赵六", "李四、王 敏"], &["王敏"]),
            Some("王 敏"),
            "one of two, written with a blank"
        );
        assert_eq!(
            in_both(&["李四", " "], &["王敏", " "]),
            None,
            "nobody is nobody"
        );
        assert_eq!(in_both(&["王敏霞"], &["王敏"]), None, "another name");
    }
}
