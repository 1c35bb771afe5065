//! Which nouns a fact touches beside its own.

use super::{EntityKind, EntityRef};
use crate::event::Event;
use crate::fact::Fact;
use crate::id::{IncidentId, TeamId};
use crate::order::Replaced;

/// References a fact may touch; more are left out of the index, not out of the log.
pub const TOUCHES_MAX: usize = 256;

/// All entities whose state a fact changes, its own first, each once.
#[must_use]
pub fn touches(event: &Event, fact: &Fact) -> Vec<EntityRef> {
    use EntityKind as K;
    let mut all = vec![event.entity.clone()];
    let mut also = |kind, id: &str| {
        let entity = EntityRef::new(kind, id);
        if !id.is_empty() && all.len() < TOUCHES_MAX && !all.contains(&entity) {
            all.push(entity);
        }
    };
    match fact {
        Fact::AlertReceived(b) => {
            for alert in &b.notice.references {
                also(K::Alert, alert.as_str());
            }
        }
        Fact::AlertShelved(b) => b.under.iter().for_each(|id| also(K::Alert, id.as_str())),
        Fact::AlertVerified(b) => also(K::Source, b.source.as_str()),
        Fact::AlertMerged(b) | Fact::AlertUnmerged(b) => also(K::Alert, b.into.as_str()),
        Fact::AlertRaised(b) | Fact::AlertLowered(b) => also(K::Incident, b.incident.as_str()),
        Fact::IncidentMerged(b) => also(K::Incident, b.into.as_str()),
        Fact::IncidentSplit(b) => also(K::Incident, b.off.as_str()),
        Fact::OrderDrafted(b) | Fact::OrderSent(b) => {
            also(K::Team, b.team.as_str());
            also(K::Incident, b.incident.as_str());
            replaced(b.replaces.as_ref(), &mut also);
        }
        Fact::OrderMoved(b) => team(&b.team, &b.incident, &mut also),
        Fact::OrderConfirmed(b) => {
            also(K::Team, b.team.as_str());
            also(K::Incident, b.incident.as_str());
            replaced(b.replaces.as_ref(), &mut also);
        }
        Fact::OrderStopMoved(b) => team(&b.team, &b.incident, &mut also),
        Fact::OrderUndone(b) => team(&b.team, &b.incident, &mut also),
        Fact::OrderPutFirst(b) => team(&b.team, &b.incident, &mut also),
        Fact::OrderPapered(b) => also(K::Incident, b.incident.as_str()),
        Fact::DisputeRuled(b) => {
            also(K::Order, b.keep.as_str());
            b.withdraw.iter().for_each(|o| also(K::Order, o.as_str()));
            replaced(b.replaces.as_ref(), &mut also);
        }
        Fact::StockDrawn(b) => {
            also(K::Issue, &event.id.to_string());
            also(K::Incident, b.incident.as_str());
        }
        Fact::DrawRuled(b) => also(K::Issue, &b.draw.to_string()),
        Fact::StockShipped(b) => also(K::Lot, b.to.as_str()),
        Fact::PersonConsulted(b) => {
            b.incident
                .iter()
                .for_each(|i| also(K::Incident, i.as_str()));
        }
        Fact::SubmissionJoined(b) | Fact::SubmissionParted(b) => {
            also(K::Incident, b.incident.as_str());
        }
        _ => sent_and_told(fact, &mut also),
    }
    all
}

/// The team of an order and the incident it is for.
fn team(team: &TeamId, incident: &IncidentId, also: &mut dyn FnMut(EntityKind, &str)) {
    also(EntityKind::Team, team.as_str());
    also(EntityKind::Incident, incident.as_str());
}

/// The order that another takes the place of.
fn replaced(replaced: Option<&Replaced>, also: &mut dyn FnMut(EntityKind, &str)) {
    if let Some(replaced) = replaced {
        also(EntityKind::Order, replaced.order.as_str());
        also(EntityKind::Team, replaced.team.as_str());
        also(EntityKind::Incident, replaced.incident.as_str());
    }
}

/// The incident, and the lot, of what was issued, requisitioned, asked for, told and reported.
fn sent_and_told(fact: &Fact, also: &mut dyn FnMut(EntityKind, &str)) {
    use EntityKind as K;
    let incident = match fact {
        Fact::IssueReceived(b) => {
            also(K::Lot, b.lot.as_str());
            &b.incident
        }
        Fact::IssueSettled(b) => {
            also(K::Lot, b.lot.as_str());
            &b.incident
        }
        Fact::IssueUndone(b) => {
            also(K::Lot, b.lot.as_str());
            &b.incident
        }
        Fact::IssuePapered(b) => &b.incident,
        Fact::RequisitionIssued(b) => &b.incident,
        Fact::RequisitionReturned(b) => &b.incident,
        Fact::RequisitionCompensated(b) => &b.incident,
        Fact::RequisitionPapered(b) => &b.incident,
        Fact::AidDrafted(b) => &b.incident,
        Fact::AidSigned(b) => &b.incident,
        Fact::AidSent(b) => &b.incident,
        Fact::AidAnswered(b) => &b.incident,
        Fact::AidArrived(b) => &b.incident,
        Fact::AidReleased(b) | Fact::AidWithdrawn(b) => &b.incident,
        Fact::CircularSent(b) => {
            b.incident
                .iter()
                .for_each(|i| also(K::Incident, i.as_str()));
            return;
        }
        Fact::CountdownStarted(_)
        | Fact::CountdownMet(_)
        | Fact::CountdownExtended(_)
        | Fact::CountdownWithdrawn(_) => return counted(fact, also),
        Fact::ReportDrafted(b) => &b.incident,
        Fact::ReportSent(b) => &b.incident,
        Fact::ReportReceipted(b) => &b.incident,
        _ => return,
    };
    also(K::Incident, incident.as_str());
}

/// The incident of a time limit, where it has one.
fn counted(fact: &Fact, also: &mut dyn FnMut(EntityKind, &str)) {
    let incident = match fact {
        Fact::CountdownStarted(b) => &b.incident,
        Fact::CountdownMet(b) => &b.incident,
        Fact::CountdownExtended(b) => &b.incident,
        Fact::CountdownWithdrawn(b) => &b.incident,
        _ => return,
    };
    incident
        .iter()
        .for_each(|i| also(EntityKind::Incident, i.as_str()));
}
