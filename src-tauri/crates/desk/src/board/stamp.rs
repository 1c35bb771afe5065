//! What the district's rules say of a message at intake, as facts of their own beside it.

use emergency::alert::{AlertMark, AlertReceived, AlertSetAside, AsideWhy, MessageType, Notice};
use emergency::decide::Draft;
use emergency::entity::{EntityKind, State};
use emergency::fact::Fact;
use emergency::gather::is_device;
use emergency::source::{SourceTakenOut, point_of, source_of};

use super::rules::Rules;
use super::{Board, Standing};
use crate::session::Session;

impl Board {
    /// What feeds have brought, with what the district's rules say of it as facts of their own:
    /// set aside by design or with its source, or to stay until it is reset.
    pub(crate) fn stamped(&self, session: &Session, drafts: Vec<Draft>) -> Vec<Draft> {
        let mut standing = self.lock();
        let mut stamped = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let rule = match &draft.fact {
                Fact::AlertReceived(body) => standing.rule(&self.rules, session, &draft, body),
                _ => None,
            };
            let alert = draft.entity.id.clone();
            stamped.push(draft);
            stamped.extend(rule.map(|fact| Draft::plain(alert, fact)));
        }
        stamped
    }
}

impl Standing {
    /// What the rules say of a message that a feed has brought.
    fn rule(
        &mut self,
        rules: &Rules,
        session: &Session,
        draft: &Draft,
        body: &AlertReceived,
    ) -> Option<Fact> {
        let notice = &body.notice;
        if !matches!(notice.msg_type, MessageType::Alert | MessageType::Update) {
            return None;
        }
        let kind = rules.kinds.kind(rules.kinds.of(notice));
        let out = self.out(session, notice);
        let fact = if let Some(out) = out {
            Fact::AlertSetAside(AlertSetAside {
                why: AsideWhy::OutOfService,
                until: Some(out.until),
                reason: out.reason,
            })
        } else if !kind.suppressed.is_empty() {
            Fact::AlertSetAside(AlertSetAside {
                reason: kind.suppressed.clone(),
                ..AlertSetAside::default()
            })
        } else if kind.latches && is_device(notice) && !self.gathering.repeats(notice) {
            // Its repeats stand under it, so that one reset is enough.
            Fact::AlertLatched(AlertMark::default())
        } else {
            return None;
        };
        // A copy says nothing new, and the rule was written beside the first.
        let known = session.logbook.alert(&draft.entity.id).ok().flatten();
        known
            .is_none_or(|alert| alert.notice.is_none())
            .then_some(fact)
    }

    /// Why the source or the point of a message is out of service.
    fn out(&mut self, session: &Session, notice: &Notice) -> Option<SourceTakenOut> {
        if self.out.is_none() {
            let open = session.open(EntityKind::Source);
            let open = open
                .inspect_err(|error| tracing::warn!(?error, "no sources"))
                .ok()?;
            let out = open.into_iter().filter_map(|state| match state {
                State::Source(source) => Some((source.id, source.out?.0)),
                _ => None,
            });
            self.out = Some(out.collect());
        }
        let out = self.out.as_ref()?;
        if out.is_empty() {
            return None;
        }
        let now = session.logbook.now();
        let found = out
            .get(&point_of(notice))
            .or_else(|| out.get(&source_of(notice)));
        found.filter(|out| out.until > now).cloned()
    }
}
