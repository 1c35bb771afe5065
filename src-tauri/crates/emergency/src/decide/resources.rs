//! What keeps the list of teams, supplies, places and people true.

use uuid::Uuid;

use super::{
    Context, Draft, Known, Refusal, ResourceAct, bounded, dangers, imports, incident, needed,
    shares, sites, unknown,
};
use crate::capability::is_capability;
use crate::day::Day;
use crate::fact::Fact;
use crate::id::{ImportId, LotId, PersonId, TeamId};
use crate::person::{Person, PersonConsulted, PersonRegistered, PersonReported};
use crate::rota::{RotaSet, RotaShift, SHIFTS_MAX};
use crate::stock::{
    LoanReturned, Lot, LotRegistered, MOVEMENTS_MAX, ShipmentArrived, StockAdded, StockAllotted,
    StockLent, StockReserved, StockShipped, StockTaken, StockUnreserved,
};
use crate::team::{DAY_MIN, Team, TeamRegistered};
use crate::withdrawn::Withdrawn;

/// Entries of one list of a profile: people, vehicles, equipment, agreements.
pub const PROFILE_LIST_MAX: usize = 500;
/// Digits of a code of GB/T 38565-2020: X XX XX XX.
pub const SUPPLY_DIGITS: usize = 7;

/// The facts that an act comes to. One act a line, so that the table can be read down.
#[rustfmt::skip]
pub(super) fn decide(
    known: &dyn Known,
    context: &Context<'_>,
    act: ResourceAct,
) -> Result<Vec<Draft>, Refusal> {
    use ResourceAct as A;
    match act {
        A::RegisterPerson { person, registered } => register_person(person, registered),
        A::WithdrawTeam { team, reason } => withdraw_team(known, team, reason),
        A::WithdrawLot { lot, reason } => withdraw_lot(known, context, lot, reason),
        A::WithdrawSite { site, reason } => sites::withdraw(known, site, reason),
        A::WithdrawPerson { person, reason } => withdraw_person(known, person, reason),
        A::ReportSite { site, reported } => sites::report(known, site, reported),
        A::FindDanger { site, found } => dangers::find(known, site, found),
        A::CloseDanger { site, closed } => dangers::close(known, site, closed),
        A::StepDanger { site, stepped } => dangers::step(known, context, site, stepped),
        A::WithdrawDanger { site, withdrawn } => dangers::withdraw(known, context, site, withdrawn),
        A::AssessRisk { site, assessed } => dangers::assess(known, site, assessed),
        A::ReportPerson { person, reported } => report_person(known, person, reported),
        A::ConsultPerson { person, consulted } => consult(known, person, consulted),
        A::SetRota { day, set } => set_rota(day, set),
        A::ReceiveStock { lot, quantity, note } =>
            receive(known, lot, StockAdded { quantity, note }),
        A::IssueStock { lot, taken } => issue(known, context, lot, taken),
        A::WriteOffStock { lot, taken } => write_off(known, context, lot, taken),
        A::LendStock { lot, lent } => lend(known, context, lot, lent),
        A::ReturnLoan { lot, returned } => return_loan(known, lot, returned),
        A::ReserveStock { lot, reserved } => reserve(known, context, lot, reserved),
        A::UnreserveStock { lot, reservation } => unreserve(known, lot, reservation),
        A::ShipStock { lot, shipped } => ship(known, context, lot, shipped),
        A::ReceiveShipment { lot, arrived } => receive_shipment(known, lot, arrived),
        A::AllotStock { lot, from, to, quantity } =>
            shares::allot(known, context, lot, StockAllotted { from, to, quantity }),
        A::TakeShare { lot, from, reason } => shares::take(known, context, lot, from, reason),
        A::ApplyImport { import, applied, rows } => imports::apply(known, &import, applied, rows),
        A::UndoImport { import, reason } => imports::undo(known, &import, reason),
    }
}

pub(super) fn register_team(team: TeamId, told: TeamRegistered) -> Result<Vec<Draft>, Refusal> {
    check_team(&team.0, &told)?;
    Ok(one(team.0, Fact::TeamRegistered(told)))
}

pub(super) fn register_lot(lot: LotId, told: LotRegistered) -> Result<Vec<Draft>, Refusal> {
    check_lot(&lot.0, &told)?;
    Ok(one(lot.0, Fact::LotRegistered(told)))
}

fn register_person(person: PersonId, told: PersonRegistered) -> Result<Vec<Draft>, Refusal> {
    check_person(&person.0, &told)?;
    Ok(one(person.0, Fact::PersonRegistered(told)))
}

fn withdraw_person(
    known: &dyn Known,
    person: PersonId,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    one_person(known, &person)?;
    Ok(one(person.0, Fact::PersonWithdrawn(by_hand(reason)?)))
}

fn report_person(
    known: &dyn Known,
    person: PersonId,
    reported: PersonReported,
) -> Result<Vec<Draft>, Refusal> {
    one_person(known, &person)?;
    bounded(&reported.note, "note")?;
    Ok(one(person.0, Fact::PersonReported(reported)))
}

fn receive(known: &dyn Known, lot: LotId, added: StockAdded) -> Result<Vec<Draft>, Refusal> {
    let found = one_lot(known, &lot)?;
    some(added.quantity)?;
    bounded(&added.note, "note")?;
    Ok(one(found.id.0, Fact::StockReceived(added)))
}

fn issue(
    known: &dyn Known,
    context: &Context<'_>,
    lot: LotId,
    taken: StockTaken,
) -> Result<Vec<Draft>, Refusal> {
    may_take(known, context, &lot, taken.quantity)?;
    needed(&taken.to, "to")?;
    Ok(one(lot.0, Fact::StockIssued(taken)))
}

fn write_off(
    known: &dyn Known,
    context: &Context<'_>,
    lot: LotId,
    taken: StockTaken,
) -> Result<Vec<Draft>, Refusal> {
    may_take(known, context, &lot, taken.quantity)?;
    needed(&taken.note, "note")?;
    Ok(one(lot.0, Fact::StockWrittenOff(taken)))
}

fn lend(
    known: &dyn Known,
    context: &Context<'_>,
    lot: LotId,
    lent: StockLent,
) -> Result<Vec<Draft>, Refusal> {
    may_take(known, context, &lot, lent.quantity)?;
    has_room(&one_lot(known, &lot)?.loans, "loans")?;
    needed(&lent.to, "to")?;
    Ok(one(lot.0, Fact::StockLent(lent)))
}

fn reserve(
    known: &dyn Known,
    context: &Context<'_>,
    lot: LotId,
    reserved: StockReserved,
) -> Result<Vec<Draft>, Refusal> {
    let found = one_lot(known, &lot)?;
    some(reserved.quantity)?;
    has_room(&found.reservations, "reservations")?;
    needed(&reserved.purpose, "purpose")?;
    let on_hand = found.free(context.now);
    if on_hand < reserved.quantity {
        return Err(Refusal::NotEnough { lot, on_hand });
    }
    Ok(one(lot.0, Fact::StockReserved(reserved)))
}

/// What a lot would forget of what is out, it must not be given.
fn has_room<T>(list: &[T], field: &str) -> Result<(), Refusal> {
    if list.len() >= MOVEMENTS_MAX {
        let field = field.to_owned();
        let max = MOVEMENTS_MAX;
        return Err(Refusal::TooLong { field, max });
    }
    Ok(())
}

fn one(id: String, fact: Fact) -> Vec<Draft> {
    vec![Draft::plain(id, fact)]
}

pub(super) fn by_hand(reason: String) -> Result<Withdrawn, Refusal> {
    needed(&reason, "reason")?;
    bounded(&reason, "reason")?;
    let import = ImportId::default();
    Ok(Withdrawn { reason, import })
}

pub(super) fn out_of_range(field: &str) -> Refusal {
    Refusal::OutOfRange {
        field: field.to_owned(),
    }
}

pub(super) fn some(quantity: u32) -> Result<(), Refusal> {
    if quantity == 0 {
        return Err(out_of_range("quantity"));
    }
    Ok(())
}

pub(super) fn listed(count: usize, field: &str) -> Result<(), Refusal> {
    if count > PROFILE_LIST_MAX {
        let field = field.to_owned();
        let max = PROFILE_LIST_MAX;
        return Err(Refusal::TooLong { field, max });
    }
    Ok(())
}

/// A team has a name and can do only what is in the list.
pub(super) fn check_team(id: &str, team: &TeamRegistered) -> Result<(), Refusal> {
    needed(id, "id")?;
    needed(&team.name, "name")?;
    bounded(&team.contact, "contact")?;
    listed(team.members.len(), "members")?;
    listed(team.vehicles.len(), "vehicles")?;
    listed(team.equipment.len(), "equipment")?;
    listed(team.agreements.len(), "agreements")?;
    listed(team.ladder.len(), "ladder")?;
    let minutes = [team.shift.from_min, team.shift.to_min];
    if minutes.into_iter().flatten().any(|minute| minute > DAY_MIN) {
        return Err(out_of_range("shift"));
    }
    let promised = team
        .agreements
        .iter()
        .flat_map(|agreement| &agreement.capabilities);
    let mut all = team.capabilities.iter().chain(promised);
    if all.any(|code| !is_capability(code)) {
        return Err(out_of_range("capabilities"));
    }
    Ok(())
}

/// Shares come out of the lot's count: more shares than goods would promise what is not there.
pub(super) fn check_lot(id: &str, lot: &LotRegistered) -> Result<(), Refusal> {
    needed(id, "id")?;
    needed(&lot.name, "name")?;
    let shares = lot.allotments.values();
    let shared: u64 = shares.map(|share| u64::from(*share)).sum();
    if shared > u64::from(lot.quantity) {
        return Err(out_of_range("allotments"));
    }
    let digits = lot.supply.chars().all(|c| c.is_ascii_digit());
    if !lot.supply.is_empty() && (lot.supply.len() != SUPPLY_DIGITS || !digits) {
        return Err(out_of_range("supply"));
    }
    if lot.produced.zip(lot.expires).is_some_and(|(a, b)| b < a) {
        return Err(out_of_range("expires"));
    }
    Ok(())
}

pub(super) fn check_person(id: &str, person: &PersonRegistered) -> Result<(), Refusal> {
    needed(id, "id")?;
    needed(&person.name, "name")?;
    bounded(&person.note, "note")?;
    listed(person.fields.len(), "fields")?;
    listed(person.certificates.len(), "certificates")
}

/// Why a team cannot be taken off the list: an order holds it, or claims on it wait for a ruling.
pub(super) fn team_is_held(team: &Team) -> bool {
    team.assignments
        .iter()
        .any(|a| a.progress.is_active() && (a.claim.is_confirmed() || a.claim.is_contested()))
}

/// Why a lot cannot be taken off the list: somebody has some of it, or some is on its way.
pub(super) fn lot_is_held(lot: &Lot) -> bool {
    !lot.loans.is_empty() || !lot.shipments.is_empty() || !lot.disputed().is_empty()
}

fn withdraw_team(known: &dyn Known, team: TeamId, reason: String) -> Result<Vec<Draft>, Refusal> {
    let found = known.team(&team).filter(|team| team.known);
    let found = found.ok_or_else(|| unknown("team", &team.0))?;
    let withdrawn = by_hand(reason)?;
    if team_is_held(&found) {
        let orders = found.active().map(|a| a.order.clone()).collect();
        return Err(Refusal::TeamBusy { team, orders });
    }
    Ok(one(team.0, Fact::TeamWithdrawn(withdrawn)))
}

fn withdraw_lot(
    known: &dyn Known,
    context: &Context<'_>,
    lot: LotId,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    let found = one_lot(known, &lot)?;
    // Taken off the list and entered anew, all of it would be this desk's.
    if found.on_hand() > 0 {
        may_take(known, context, &lot, found.on_hand())?;
    }
    let withdrawn = by_hand(reason)?;
    if lot_is_held(&found) {
        return Err(Refusal::WrongState {
            what: "lot".into(),
            id: lot.0,
            state: "out".into(),
        });
    }
    Ok(one(lot.0, Fact::LotWithdrawn(withdrawn)))
}

fn consult(
    known: &dyn Known,
    person: PersonId,
    consulted: PersonConsulted,
) -> Result<Vec<Draft>, Refusal> {
    one_person(known, &person)?;
    needed(&consulted.question, "question")?;
    bounded(&consulted.question, "question")?;
    bounded(&consulted.answer, "answer")?;
    if let Some(id) = &consulted.incident {
        incident(known, id)?;
    }
    Ok(one(person.0, Fact::PersonConsulted(consulted)))
}

fn set_rota(day: Day, set: RotaSet) -> Result<Vec<Draft>, Refusal> {
    needed(&set.leader.0, "leader")?;
    let shifts = set.shifts.iter().flat_map(|shift| &shift.officers);
    let mut all = set.officers.iter().chain(shifts);
    if all.all(|name| name.0.trim().is_empty()) {
        return Err(Refusal::Needed {
            field: "officers".to_owned(),
        });
    }
    bounded(&set.note, "note")?;
    let of_shifts: usize = set.shifts.iter().map(|shift| shift.officers.len()).sum();
    listed(
        set.officers.len() + set.standby.len() + of_shifts,
        "officers",
    )?;
    let odd = |shift: &RotaShift| shift.from_min > DAY_MIN || shift.to_min > DAY_MIN;
    if set.shifts.len() > SHIFTS_MAX || set.shifts.iter().any(odd) {
        return Err(out_of_range("shifts"));
    }
    Ok(one(day.to_string(), Fact::RotaSet(set)))
}

/// Goods may be taken when they are there by the book and no other custodian was promised them.
fn may_take(
    known: &dyn Known,
    context: &Context<'_>,
    lot: &LotId,
    quantity: u32,
) -> Result<(), Refusal> {
    let found = one_lot(known, lot)?;
    some(quantity)?;
    let on_hand = found.on_hand();
    if on_hand < quantity {
        let lot = lot.clone();
        return Err(Refusal::NotEnough { lot, on_hand });
    }
    let me = context.origin.as_str();
    if found.takeable(me) < quantity {
        let mut shares = found.allotments.iter();
        let other = shares.find(|(name, share)| !name.is_empty() && *name != me && **share > 0);
        let who = other.map(|(name, _)| name.clone()).unwrap_or_default();
        return Err(Refusal::NotYours { who });
    }
    Ok(())
}

fn return_loan(
    known: &dyn Known,
    lot: LotId,
    returned: LoanReturned,
) -> Result<Vec<Draft>, Refusal> {
    let found = one_lot(known, &lot)?;
    let loan = found.loans.iter().find(|loan| loan.event == returned.loan);
    let loan = loan.ok_or_else(|| unknown("loan", &returned.loan.to_string()))?;
    if returned.quantity > loan.out || (returned.quantity == 0 && !returned.closed) {
        return Err(out_of_range("quantity"));
    }
    if returned.closed && returned.quantity < loan.out {
        needed(&returned.note, "note")?;
    }
    Ok(one(lot.0, Fact::LoanReturned(returned)))
}

fn unreserve(known: &dyn Known, lot: LotId, reservation: Uuid) -> Result<Vec<Draft>, Refusal> {
    let found = one_lot(known, &lot)?;
    if !found.reservations.iter().any(|r| r.event == reservation) {
        return Err(unknown("reservation", &reservation.to_string()));
    }
    let fact = Fact::StockUnreserved(StockUnreserved { reservation });
    Ok(one(lot.0, fact))
}

fn ship(
    known: &dyn Known,
    context: &Context<'_>,
    lot: LotId,
    shipped: StockShipped,
) -> Result<Vec<Draft>, Refusal> {
    let found = one_lot(known, &lot)?;
    let to = one_lot(known, &shipped.to)?;
    if to.id == lot || to.registered.supply != found.registered.supply {
        return Err(out_of_range("to"));
    }
    may_take(known, context, &lot, shipped.quantity)?;
    has_room(&to.shipments, "shipments")?;
    Ok(one(lot.0, Fact::StockShipped(shipped)))
}

fn receive_shipment(
    known: &dyn Known,
    lot: LotId,
    arrived: ShipmentArrived,
) -> Result<Vec<Draft>, Refusal> {
    let found = one_lot(known, &lot)?;
    let mut sent = found.shipments.iter();
    let sent = sent.find(|sent| sent.event == arrived.shipment);
    let sent = sent.ok_or_else(|| unknown("shipment", &arrived.shipment.to_string()))?;
    if arrived.quantity != sent.shipped.quantity {
        needed(&arrived.note, "note")?;
    }
    Ok(one(lot.0, Fact::ShipmentArrived(arrived)))
}

pub(super) fn one_lot(known: &dyn Known, id: &LotId) -> Result<Lot, Refusal> {
    let found = known.lot(id).filter(|lot| lot.known);
    found.ok_or_else(|| unknown("lot", &id.0))
}

fn one_person(known: &dyn Known, id: &PersonId) -> Result<Person, Refusal> {
    let found = known.person(id).filter(|person| person.known);
    found.ok_or_else(|| unknown("person", &id.0))
}
