//! What a person may do to the list of resources.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::danger::{DangerStepped, DangerWithdrawn};
use crate::day::Day;
use crate::id::{ImportId, LotId, PersonId, SiteId, TeamId};
use crate::import::{ImportApplied, ImportRow};
use crate::person::{PersonConsulted, PersonRegistered, PersonReported};
use crate::risk::RiskAssessed;
use crate::rota::RotaSet;
use crate::site::{DangerClosed, DangerFound, SiteReported};
use crate::stock::{
    LoanReturned, ShipmentArrived, StockLent, StockReserved, StockShipped, StockTaken,
};

/// One act on a team, a lot, a site, a person, the rota or a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "act",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[expect(
    missing_docs,
    reason = "the variant says it; the fields are the nouns of the glossary"
)]
pub enum ResourceAct {
    /// Enter or change a person: expert, reporter, volunteer.
    RegisterPerson {
        person: PersonId,
        registered: PersonRegistered,
    },
    /// Take a team off the list.
    WithdrawTeam { team: TeamId, reason: String },
    /// Take a lot off the list.
    WithdrawLot { lot: LotId, reason: String },
    /// Take a site off the list.
    WithdrawSite { site: SiteId, reason: String },
    /// Take a person off the list.
    WithdrawPerson { person: PersonId, reason: String },
    /// How a site stands: open, closed, how many are in it.
    ReportSite {
        site: SiteId,
        reported: SiteReported,
    },
    /// Enter a hidden danger that was found at a site (登记隐患).
    FindDanger { site: SiteId, found: DangerFound },
    /// A hidden danger was put right (整改销号).
    CloseDanger { site: SiteId, closed: DangerClosed },
    /// Do something about a hidden danger (督办、整改、验收、评价).
    StepDanger {
        site: SiteId,
        stepped: DangerStepped,
    },
    /// A hidden danger, or an act of it, was entered by mistake (撤回误录).
    WithdrawDanger {
        site: SiteId,
        withdrawn: DangerWithdrawn,
    },
    /// Enter how the risk at a site was judged, or take that back (风险评估).
    AssessRisk {
        site: SiteId,
        assessed: RiskAssessed,
    },
    /// Whether a person can be called.
    ReportPerson {
        person: PersonId,
        reported: PersonReported,
    },
    /// What an expert was asked and said.
    ConsultPerson {
        person: PersonId,
        consulted: PersonConsulted,
    },
    /// Enter who has the watch on a day.
    SetRota { day: Day, set: RotaSet },
    /// Enter goods that came in (入库).
    ReceiveStock {
        lot: LotId,
        quantity: u32,
        note: String,
    },
    /// Give goods out for good, not to an incident (出库).
    IssueStock { lot: LotId, taken: StockTaken },
    /// Write goods off (报废).
    WriteOffStock { lot: LotId, taken: StockTaken },
    /// Lend goods (借出).
    LendStock { lot: LotId, lent: StockLent },
    /// Take back what was lent (归还).
    ReturnLoan { lot: LotId, returned: LoanReturned },
    /// Speak for goods (预留).
    ReserveStock { lot: LotId, reserved: StockReserved },
    /// Take a reservation back.
    UnreserveStock {
        lot: LotId,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        reservation: Uuid,
    },
    /// Send goods to a lot elsewhere (调拨).
    ShipStock { lot: LotId, shipped: StockShipped },
    /// Take a shipment in (签收).
    ReceiveShipment {
        lot: LotId,
        arrived: ShipmentArrived,
    },
    /// Pass a share of a lot on, or ask the platform for some of its own (划拨额度); the empty
    /// name is the platform's.
    AllotStock {
        lot: LotId,
        from: String,
        to: String,
        quantity: u32,
    },
    /// Take over the share of a desk that is away; fences what it did without knowing (接管额度).
    TakeShare {
        lot: LotId,
        from: String,
        reason: String,
    },
    /// Enter a whole table of resources.
    ApplyImport {
        import: ImportId,
        applied: ImportApplied,
        rows: Vec<ImportRow>,
    },
    /// Take a whole table back; what was changed or used since stays.
    UndoImport { import: ImportId, reason: String },
}
