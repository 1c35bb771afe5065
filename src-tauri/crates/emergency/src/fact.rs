//! The closed list of facts this version knows.
//!
//! A kind that is not in the list is kept, relayed and shown as unknown, never dropped.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::aid::{AidAnswered, AidArrived, AidDrafted, AidEnded, AidSent, AidSigned};
use crate::alert::{
    AlertEscalated, AlertMark, AlertMerged, AlertPrioritized, AlertRaised, AlertReceived,
    AlertSetAside, AlertShelved, AlertVerified,
};
use crate::circular::{
    CircularConfirmed, CircularEnded, CircularEscalated, CircularHanded, CircularSent,
    CircularTried,
};
use crate::closure::{ClosureLifted, ClosureSet};
use crate::countdown::{CountdownExtended, CountdownMet, CountdownStarted, CountdownWithdrawn};
use crate::danger::{DangerStepped, DangerWithdrawn};
use crate::document::DocumentKept;
use crate::drill::{DrillEnded, DrillInjected, DrillStarted};
use crate::duty::{DutyStarted, HandedOver};
use crate::entity::EntityKind;
use crate::fence::{FenceEnded, FenceSet};
use crate::firm::FirmRegistered;
use crate::hazard_unit::{UnitRegistered, UnitWithdrawn};
use crate::holiday::HolidaysSet;
use crate::import::{ImportApplied, ImportListed, ImportUndone};
use crate::incident::{
    HarmReported, IncidentClosed, IncidentGraded, IncidentMerged, IncidentOpened, IncidentPlaced,
    IncidentSplit, Noted, ResponseEnded, ResponseStarted, TaskGiven, TaskMoved,
};
use crate::issue::{IssuePapered, IssueReceived, IssueSettled, IssueUndone};
use crate::order::{
    DisputeRuled, OrderConfirmed, OrderMoved, OrderPapered, OrderPutFirst, OrderSent, OrderUndone,
    StopMoved,
};
use crate::person::{PersonConsulted, PersonRegistered, PersonReported};
use crate::plan::{
    FilingAnswered, PlanActWithdrawn, PlanAssessed, PlanDrilled, PlanEnded, PlanSaved, PlanSigned,
    PlanStepped, RevisionSuggested, SuggestionSettled,
};
use crate::point::{PointLimited, PointRegistered};
use crate::report::{ReportDrafted, ReportReceipted, ReportSent};
use crate::requisition::{
    RequisitionCompensated, RequisitionIssued, RequisitionPapered, RequisitionReturned,
};
use crate::risk::RiskAssessed;
use crate::rota::RotaSet;
use crate::site::{DangerClosed, DangerFound, SiteRegistered, SiteReported};
use crate::source::{SourcePutBack, SourceTakenOut};
use crate::stock::{
    DrawRuled, LoanReturned, LotRegistered, ShareTaken, ShipmentArrived, StockAdded, StockAllotted,
    StockCounted, StockDrawn, StockLent, StockReserved, StockShipped, StockTaken, StockUnreserved,
};
use crate::submission::{
    CheckOrdered, CheckReported, IdentityOpened, SubmissionClosed, SubmissionJoined,
    SubmissionReceived, SubmissionReopened, SubmissionReplied,
};
use crate::team::{CustodyTaken, TeamPhased, TeamRegistered, TeamReported};
use crate::wind::WindObserved;
use crate::withdrawn::Withdrawn;

/// Why a body could not be read as its kind says.
#[derive(Debug, thiserror::Error)]
pub enum FactError {
    /// The kind is not in this version's list.
    #[error("kind {kind} is not known to this version")]
    UnknownKind {
        /// As given.
        kind: String,
    },
    /// The body does not have the kind's shape.
    #[error("body of {kind} cannot be read")]
    Body {
        /// The kind.
        kind: String,
        /// What the reader said.
        #[source]
        source: serde_json::Error,
    },
}

macro_rules! facts {
    ($($kind:literal $entity:ident $name:ident($body:ty): $class:ident,)+) => {
        /// A fact with its body.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "kind", content = "body")]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub enum Fact {
            $(
                #[doc = concat!("`", $kind, "`")]
                #[serde(rename = $kind)]
                $name($body),
            )+
        }

        impl Fact {
            /// The kind as the envelope names it.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$name(_) => $kind,)+ }
            }

            /// What the fact is about first of all.
            #[must_use]
            pub fn entity_kind(&self) -> EntityKind {
                match self { $(Self::$name(_) => EntityKind::$entity,)+ }
            }

            /// True when somebody has to decide it once; a plain fact is always accepted.
            #[must_use]
            pub fn is_claim(&self) -> bool {
                match self { $(Self::$name(_) => Class::$class == Class::Claim,)+ }
            }

            /// The body as JSON.
            ///
            /// # Panics
            /// Never: bodies are plain data.
            #[must_use]
            pub fn body(&self) -> Value {
                match self {
                    $(Self::$name(body) => {
                        serde_json::to_value(body).expect("a body is plain data")
                    })+
                }
            }

            /// Reads a body by its kind.
            ///
            /// # Errors
            /// [`FactError`] when the kind is unknown or the body has another shape.
            pub fn read(kind: &str, body: &Value) -> Result<Self, FactError> {
                match kind {
                    $($kind => <$body>::deserialize(body)
                        .map(Self::$name)
                        .map_err(|source| FactError::Body { kind: kind.to_owned(), source }),)+
                    _ => Err(FactError::UnknownKind { kind: kind.to_owned() }),
                }
            }
        }

        /// All kinds of this version, in the order of the list.
        pub const KINDS: &[&str] = &[$($kind),+];
    };
}

#[derive(PartialEq, Eq)]
enum Class {
    Plain,
    Claim,
}

facts! {
    "alert.received" Alert AlertReceived(AlertReceived): Plain,
    "alert.acknowledged" Alert AlertAcknowledged(AlertMark): Plain,
    "alert.reopened" Alert AlertReopened(AlertMark): Plain,
    "alert.shelved" Alert AlertShelved(AlertShelved): Plain,
    "alert.unshelved" Alert AlertUnshelved(AlertMark): Plain,
    "alert.dismissed" Alert AlertDismissed(AlertMark): Plain,
    "alert.merged" Alert AlertMerged(AlertMerged): Plain,
    "alert.unmerged" Alert AlertUnmerged(AlertMerged): Plain,
    "alert.raised" Alert AlertRaised(AlertRaised): Plain,
    "alert.lowered" Alert AlertLowered(AlertRaised): Plain,
    "incident.opened" Incident IncidentOpened(IncidentOpened): Plain,
    "incident.harm_reported" Incident HarmReported(HarmReported): Plain,
    "incident.graded" Incident IncidentGraded(IncidentGraded): Plain,
    "incident.placed" Incident IncidentPlaced(IncidentPlaced): Plain,
    "incident.noted" Incident IncidentNoted(Noted): Plain,
    "incident.merged" Incident IncidentMerged(IncidentMerged): Plain,
    "incident.split" Incident IncidentSplit(IncidentSplit): Plain,
    "incident.closed" Incident IncidentClosed(IncidentClosed): Plain,
    "incident.reopened" Incident IncidentReopened(IncidentClosed): Plain,
    "response.started" Incident ResponseStarted(ResponseStarted): Plain,
    "response.ended" Incident ResponseEnded(ResponseEnded): Plain,
    "task.given" Incident TaskGiven(TaskGiven): Plain,
    "task.moved" Incident TaskMoved(TaskMoved): Plain,
    "team.registered" Team TeamRegistered(TeamRegistered): Plain,
    "team.reported" Team TeamReported(TeamReported): Plain,
    "team.phased" Team TeamPhased(TeamPhased): Plain,
    "custody.taken" Team CustodyTaken(CustodyTaken): Claim,
    "order.drafted" Order OrderDrafted(OrderSent): Plain,
    "order.sent" Order OrderSent(OrderSent): Claim,
    "order.moved" Order OrderMoved(OrderMoved): Plain,
    "order.confirmed" Order OrderConfirmed(OrderConfirmed): Claim,
    "order.stop_moved" Order OrderStopMoved(StopMoved): Plain,
    "order.undone" Order OrderUndone(OrderUndone): Plain,
    "order.put_first" Order OrderPutFirst(OrderPutFirst): Plain,
    "order.papered" Order OrderPapered(OrderPapered): Plain,
    "dispute.ruled" Team DisputeRuled(DisputeRuled): Claim,
    "lot.registered" Lot LotRegistered(LotRegistered): Plain,
    "stock.drawn" Lot StockDrawn(StockDrawn): Claim,
    "stock.received" Lot StockReceived(StockAdded): Plain,
    "stock.returned" Lot StockReturned(StockAdded): Plain,
    "stock.counted" Lot StockCounted(StockCounted): Plain,
    "stock.allotted" Lot StockAllotted(StockAllotted): Claim,
    "stock.share_taken" Lot ShareTaken(ShareTaken): Claim,
    "draw.ruled" Lot DrawRuled(DrawRuled): Plain,
    "issue.received" Issue IssueReceived(IssueReceived): Plain,
    "issue.settled" Issue IssueSettled(IssueSettled): Plain,
    "issue.undone" Issue IssueUndone(IssueUndone): Plain,
    "issue.papered" Issue IssuePapered(IssuePapered): Plain,
    "requisition.issued" Requisition RequisitionIssued(RequisitionIssued): Plain,
    "requisition.returned" Requisition RequisitionReturned(RequisitionReturned): Plain,
    "requisition.compensated" Requisition RequisitionCompensated(RequisitionCompensated): Plain,
    "requisition.papered" Requisition RequisitionPapered(RequisitionPapered): Plain,
    "aid.drafted" Aid AidDrafted(AidDrafted): Plain,
    "aid.signed" Aid AidSigned(AidSigned): Plain,
    "aid.sent" Aid AidSent(AidSent): Plain,
    "aid.answered" Aid AidAnswered(AidAnswered): Plain,
    "aid.arrived" Aid AidArrived(AidArrived): Plain,
    "aid.released" Aid AidReleased(AidEnded): Plain,
    "aid.withdrawn" Aid AidWithdrawn(AidEnded): Plain,
    "circular.sent" Circular CircularSent(CircularSent): Plain,
    "circular.tried" Circular CircularTried(CircularTried): Plain,
    "circular.handed" Circular CircularHanded(CircularHanded): Plain,
    "circular.confirmed" Circular CircularConfirmed(CircularConfirmed): Plain,
    "circular.escalated" Circular CircularEscalated(CircularEscalated): Plain,
    "circular.ended" Circular CircularEnded(CircularEnded): Plain,
    "report.drafted" Report ReportDrafted(ReportDrafted): Plain,
    "report.sent" Report ReportSent(ReportSent): Plain,
    "report.receipted" Report ReportReceipted(ReportReceipted): Plain,
    "duty.started" Duty DutyStarted(DutyStarted): Plain,
    "duty.handed_over" Duty DutyHandedOver(HandedOver): Plain,
    "duty.noted" Duty DutyNoted(Noted): Plain,
    "site.registered" Site SiteRegistered(SiteRegistered): Plain,
    "team.withdrawn" Team TeamWithdrawn(Withdrawn): Plain,
    "lot.withdrawn" Lot LotWithdrawn(Withdrawn): Plain,
    "stock.issued" Lot StockIssued(StockTaken): Plain,
    "stock.written_off" Lot StockWrittenOff(StockTaken): Plain,
    "stock.lent" Lot StockLent(StockLent): Plain,
    "stock.loan_returned" Lot LoanReturned(LoanReturned): Plain,
    "stock.reserved" Lot StockReserved(StockReserved): Plain,
    "stock.unreserved" Lot StockUnreserved(StockUnreserved): Plain,
    "stock.shipped" Lot StockShipped(StockShipped): Plain,
    "stock.arrived" Lot ShipmentArrived(ShipmentArrived): Plain,
    "site.reported" Site SiteReported(SiteReported): Plain,
    "site.withdrawn" Site SiteWithdrawn(Withdrawn): Plain,
    "person.registered" Person PersonRegistered(PersonRegistered): Plain,
    "person.reported" Person PersonReported(PersonReported): Plain,
    "person.consulted" Person PersonConsulted(PersonConsulted): Plain,
    "person.withdrawn" Person PersonWithdrawn(Withdrawn): Plain,
    "rota.set" Rota RotaSet(RotaSet): Plain,
    "import.applied" Import ImportApplied(ImportApplied): Plain,
    "import.listed" Import ImportListed(ImportListed): Plain,
    "import.undone" Import ImportUndone(ImportUndone): Plain,
    "drill.started" Drill DrillStarted(DrillStarted): Plain,
    "drill.injected" Drill DrillInjected(DrillInjected): Plain,
    "drill.ended" Drill DrillEnded(DrillEnded): Plain,
    "closure.set" Closure ClosureSet(ClosureSet): Plain,
    "closure.lifted" Closure ClosureLifted(ClosureLifted): Plain,
    "wind.observed" Wind WindObserved(WindObserved): Plain,
    "plan.saved" Plan PlanSaved(PlanSaved): Plain,
    "plan.stepped" Plan PlanStepped(PlanStepped): Plain,
    "plan.signed" Plan PlanSigned(PlanSigned): Plain,
    "plan.filing_answered" Plan PlanFilingAnswered(FilingAnswered): Plain,
    "plan.assessed" Plan PlanAssessed(PlanAssessed): Plain,
    "plan.drilled" Plan PlanDrilled(PlanDrilled): Plain,
    "plan.suggested" Plan PlanSuggested(RevisionSuggested): Plain,
    "plan.suggestion_settled" Plan PlanSuggestionSettled(SuggestionSettled): Plain,
    "plan.ended" Plan PlanEnded(PlanEnded): Plain,
    "site.danger_found" Site DangerFound(DangerFound): Plain,
    "site.danger_closed" Site DangerClosed(DangerClosed): Plain,
    "site.risk_assessed" Site RiskAssessed(RiskAssessed): Plain,
    "plan.act_withdrawn" Plan PlanActWithdrawn(PlanActWithdrawn): Plain,
    "document.kept" Document DocumentKept(DocumentKept): Plain,
    "holidays.set" Holidays HolidaysSet(HolidaysSet): Plain,
    "alert.verified" Alert AlertVerified(AlertVerified): Plain,
    "alert.latched" Alert AlertLatched(AlertMark): Plain,
    "alert.reset" Alert AlertReset(AlertMark): Plain,
    "alert.set_aside" Alert AlertSetAside(AlertSetAside): Plain,
    "alert.put_back" Alert AlertPutBack(AlertMark): Plain,
    "alert.parted" Alert AlertParted(AlertMark): Plain,
    "alert.rejoined" Alert AlertRejoined(AlertMark): Plain,
    "alert.prioritized" Alert AlertPrioritized(AlertPrioritized): Plain,
    "alert.escalated" Alert AlertEscalated(AlertEscalated): Plain,
    "source.taken_out" Source SourceTakenOut(SourceTakenOut): Plain,
    "source.put_back" Source SourcePutBack(SourcePutBack): Plain,
    "countdown.started" Countdown CountdownStarted(CountdownStarted): Plain,
    "countdown.met" Countdown CountdownMet(CountdownMet): Plain,
    "countdown.extended" Countdown CountdownExtended(CountdownExtended): Plain,
    "countdown.withdrawn" Countdown CountdownWithdrawn(CountdownWithdrawn): Plain,
    "submission.received" Submission SubmissionReceived(SubmissionReceived): Plain,
    "submission.joined" Submission SubmissionJoined(SubmissionJoined): Plain,
    "submission.parted" Submission SubmissionParted(SubmissionJoined): Plain,
    "submission.replied" Submission SubmissionReplied(SubmissionReplied): Plain,
    "submission.closed" Submission SubmissionClosed(SubmissionClosed): Plain,
    "submission.reopened" Submission SubmissionReopened(SubmissionReopened): Plain,
    "submission.check_ordered" Submission SubmissionCheckOrdered(CheckOrdered): Plain,
    "submission.check_reported" Submission SubmissionCheckReported(CheckReported): Plain,
    "submission.identity_opened" Submission SubmissionIdentityOpened(IdentityOpened): Plain,
    "fence.set" Fence FenceSet(FenceSet): Plain,
    "fence.ended" Fence FenceEnded(FenceEnded): Plain,
    "site.danger_stepped" Site DangerStepped(DangerStepped): Plain,
    "site.danger_withdrawn" Site DangerWithdrawn(DangerWithdrawn): Plain,
    "point.registered" Point PointRegistered(PointRegistered): Plain,
    "point.limited" Point PointLimited(PointLimited): Plain,
    "point.withdrawn" Point PointWithdrawn(Withdrawn): Plain,
    "firm.registered" Firm FirmRegistered(FirmRegistered): Plain,
    "firm.withdrawn" Firm FirmWithdrawn(Withdrawn): Plain,
    "site.unit_registered" Site UnitRegistered(UnitRegistered): Plain,
    "site.unit_withdrawn" Site UnitWithdrawn(UnitWithdrawn): Plain,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_kind_is_named_and_not_guessed() {
        let error = Fact::read("weather.changed", &Value::Null).expect_err("not in the list");
        assert!(matches!(error, FactError::UnknownKind { kind } if kind == "weather.changed"));
    }

    #[test]
    fn a_body_of_a_later_version_with_more_fields_is_still_read() {
        let body = serde_json::json!({"text": "氯气味", "colour": "green"});
        let fact = Fact::read("incident.noted", &body).expect("extra fields are ignored");
        assert_eq!(
            fact,
            Fact::IncidentNoted(Noted {
                text: "氯气味".into(),
                ..Noted::default()
            })
        );
    }
}
