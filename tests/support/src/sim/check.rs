//! What has to hold afterwards: the invariants I1 to I11.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::PoisonError;

use emergency::entity::{EntityKind, EntityRef, Seen, State, touches};
use emergency::event::{Entry, GENESIS_HASH, Verdict, log_hash};
use emergency::fact::Fact;
use emergency::order::Authority;
use logbook::authority::{AuthorityStore, FileAuthority};
use logbook::{Listed, Logbook};
use uuid::Uuid;

use super::{Outside, Plan, Report};

/// Violations that are worth telling.
const TOLD_MAX: usize = 8;
/// Rows read at once.
const ROWS_MAX: usize = 10_000;

impl Report {
    fn violate(&mut self, what: String) {
        if self.violations.len() < TOLD_MAX {
            self.violations.push(what);
        }
    }
}

/// Looks at what is there.
pub(super) fn check(
    plan: &Plan,
    outside: &Outside,
    store: &dyn AuthorityStore,
    report: &mut Report,
) {
    if report.settled_s.is_none() {
        report.violate(format!("I6: after {} s something still waits", plan.heal_s));
    }
    let entries = entries(store);
    report.entries = entries.len() as u64;
    chains(&entries, report);
    let promises = outside
        .promises
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let there: HashSet<Uuid> = entries.iter().map(|entry| entry.event.id).collect();
    for (who, id) in &promises.saved {
        if !there.contains(id) {
            report.violate(format!(
                "I2: what desk {who} saved as {id} is not in the log"
            ));
        }
    }
    let states = replay(plan, &entries, report);
    for who in 0..plan.desks {
        let Some(logbook) = outside.logbook(who) else {
            report.violate(format!("I4: desk {who} does not run"));
            continue;
        };
        same_log(who, &logbook, &entries, report);
        same_states(who, &logbook, &states, report);
    }
    if !report.violations.is_empty() {
        report.log = entries.iter().map(in_short).collect();
    }
}

/// An entry on one line.
fn in_short(entry: &Entry) -> String {
    let event = &entry.event;
    let origin: String = event.origin.as_str().chars().take(4).collect();
    format!(
        "{} {origin}/{}.{} {} {} {:?} expects {:?} epoch {:?} {}",
        entry.sseq,
        event.incarnation,
        event.oseq,
        event.kind,
        event.entity.id,
        entry.verdict,
        event.expect_rev,
        event.custody_epoch,
        event.body
    )
}

/// A desk was restored by the command that says so: what only its lost file had is gone, and the
/// command said that.
pub(super) fn forgive(outside: &Outside, who: u64) {
    let Ok(store) = FileAuthority::open(&outside.city_file(), "licheng") else {
        return;
    };
    let sequenced: HashSet<Uuid> = entries(&store).iter().map(|entry| entry.event.id).collect();
    let kept = stored_ids(&outside.desk_file(who));
    let mut promises = outside
        .promises
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    promises
        .saved
        .retain(|(whose, id)| *whose != who || sequenced.contains(id) || kept.contains(id));
}

/// The events in a desk's file that nobody has open.
fn stored_ids(file: &std::path::Path) -> HashSet<Uuid> {
    let Ok(conn) = logbook::sqlite::open_reader(file) else {
        return HashSet::new();
    };
    let read = || {
        let mut all = conn.prepare("SELECT id FROM event")?;
        let rows = all.query_map([], |row| row.get::<_, [u8; 16]>(0))?;
        rows.collect::<Result<Vec<_>, _>>()
    };
    read()
        .unwrap_or_default()
        .into_iter()
        .map(Uuid::from_bytes)
        .collect()
}

fn entries(store: &dyn AuthorityStore) -> Vec<Entry> {
    let mut all = Vec::new();
    loop {
        let after = all.len() as u64;
        let lines = store.read(after, ROWS_MAX, usize::MAX).unwrap_or_default();
        if lines.is_empty() {
            return all;
        }
        all.extend(lines.iter().filter_map(|line| line.entry().ok()));
    }
}

/// I1, I3 and the log's own chain.
fn chains(entries: &[Entry], report: &mut Report) {
    let mut ids = HashSet::new();
    let mut heads: HashMap<(&str, u32), (u64, String)> = HashMap::new();
    let mut prev = GENESIS_HASH.to_owned();
    for (wanted, entry) in (1..).zip(entries) {
        let event = &entry.event;
        if !ids.insert(event.id) {
            report.violate(format!("I1: event {} is in the log twice", event.id));
        }
        let head = heads.entry((event.origin.as_str(), event.incarnation));
        let (oseq, hash) = head.or_insert_with(|| (0, GENESIS_HASH.to_owned()));
        if event.oseq != *oseq + 1 || event.prev_hash != *hash {
            report.violate(format!(
                "I3: entry {wanted} does not follow its desk's {oseq}"
            ));
        }
        (*oseq, *hash) = (event.oseq, event.hash());
        let due = log_hash(&prev, wanted, entry.received_at, &entry.verdict, event);
        if entry.sseq != wanted || entry.log_hash != due {
            report.violate(format!(
                "I3: entry {wanted} does not follow from the one before"
            ));
        }
        prev.clone_from(&entry.log_hash);
    }
}

/// I7 to I11, entry by entry; answers the states of all things.
fn replay(plan: &Plan, entries: &[Entry], report: &mut Report) -> BTreeMap<EntityRef, State> {
    let mut rulings = Rulings::of(plan, entries);
    let mut states: BTreeMap<EntityRef, State> = BTreeMap::new();
    let mut stock: BTreeMap<String, i64> = BTreeMap::new();
    let mut known = HashSet::new();
    for entry in entries {
        let Ok(fact) = Fact::read(&entry.event.kind, &entry.event.body) else {
            continue;
        };
        claims(entry, &fact, &states, &rulings, report);
        rulings.note(entry, &fact);
        book(entry, &fact, &mut stock, &mut known);
        for entity in touches(&entry.event, &fact) {
            let Some(kind) = EntityKind::from_name(&entity.kind) else {
                continue;
            };
            let id = entity.id.clone();
            let state = states
                .entry(entity)
                .or_insert_with(|| State::empty(kind, &id));
            let verdict = Some(&entry.verdict);
            state.apply(
                &id,
                Seen {
                    event: &entry.event,
                    fact: &fact,
                    verdict,
                },
            );
            match state {
                State::Team(team) if team.active().count() > 1 => {
                    report.violate(format!("I7: team {id} is given twice at {}", entry.sseq));
                }
                State::Lot(lot)
                    if stock
                        .get(&id)
                        .is_some_and(|left| *left < 0 || *left != i64::from(lot.on_hand())) =>
                {
                    let left = stock.get(&id);
                    report.violate(format!("I9: lot {id} has {left:?} at {}", entry.sseq));
                }
                _ => {}
            }
        }
    }
    states
}

/// I8, I10 and I11.
fn claims(
    entry: &Entry,
    fact: &Fact,
    states: &BTreeMap<EntityRef, State>,
    rulings: &Rulings,
    report: &mut Report,
) {
    let event = &entry.event;
    let granted = match &entry.verdict {
        Verdict::Ok => true,
        Verdict::Granted { quantity } => *quantity > 0,
        _ => false,
    };
    if !granted {
        report.contested += 1;
    }
    if granted
        && fact.is_claim()
        && event
            .valid_until
            .is_some_and(|until| until < entry.received_at)
    {
        report.violate(format!(
            "I11: entry {} was granted after its time",
            entry.sseq
        ));
    }
    let Fact::OrderSent(body) = fact else { return };
    let team = states.get(&EntityRef::new(EntityKind::Team, body.team.as_str()));
    let Some(State::Team(team)) = team else {
        return;
    };
    let stale = event
        .custody_epoch
        .is_some_and(|epoch| epoch != team.custody_epoch);
    if granted && stale {
        report.violate(format!(
            "I10: entry {} was granted under old custody",
            entry.sseq
        ));
    }
    let excused = rulings.explain(body.team.as_str(), &entry.verdict);
    if !granted && !stale && !excused && body.authority == Authority::Custodian {
        let verdict = &entry.verdict;
        report.violate(format!(
            "I8: entry {} was confirmed and is {verdict:?}",
            entry.sseq
        ));
    }
}

/// What explains that a confirmed order is not granted: an explicit act of a person that a
/// custodian who is cut off cannot know of. The orders that stand by a ruling; and, where the
/// platform lost its tail, the teams that were ever taken over or ruled on: the lost act is judged
/// anew behind orders that were made in knowledge of it, or in ignorance.
#[derive(Default)]
struct Rulings {
    orders: HashMap<String, Uuid>,
    kept: HashSet<Uuid>,
    handed: HashSet<String>,
}

impl Rulings {
    fn of(plan: &Plan, entries: &[Entry]) -> Self {
        let acts = |entry: &&Entry| {
            let fact = Fact::read(&entry.event.kind, &entry.event.body);
            matches!(fact, Ok(Fact::CustodyTaken(_) | Fact::DisputeRuled(_)))
        };
        let lost = entries.iter().filter(|_| plan.city_restored).filter(acts);
        Self {
            handed: lost.map(|entry| entry.event.entity.id.clone()).collect(),
            ..Self::default()
        }
    }

    fn note(&mut self, entry: &Entry, fact: &Fact) {
        match fact {
            Fact::OrderSent(_) => {
                self.orders
                    .insert(entry.event.entity.id.clone(), entry.event.id);
            }
            Fact::DisputeRuled(body) if entry.verdict == Verdict::Ok => {
                self.kept.extend(self.orders.get(body.keep.as_str()));
            }
            _ => {}
        }
    }

    fn explain(&self, team: &str, verdict: &Verdict) -> bool {
        let ruled = match verdict {
            Verdict::Conflict { with } => with.iter().any(|event| self.kept.contains(event)),
            _ => false,
        };
        ruled || self.handed.contains(team)
    }
}

/// The book of the stock, kept apart from the states: what was there, came and was granted.
fn book(
    entry: &Entry,
    fact: &Fact,
    stock: &mut BTreeMap<String, i64>,
    known: &mut HashSet<String>,
) {
    let id = entry.event.entity.id.clone();
    match (fact, &entry.verdict) {
        // The first registration counts; goods may have come back before it in log order.
        (Fact::LotRegistered(body), _) if known.insert(id.clone()) => {
            *stock.entry(id).or_default() += i64::from(body.quantity);
        }
        (Fact::StockReturned(body) | Fact::StockReceived(body), _) => {
            *stock.entry(id).or_default() += i64::from(body.quantity);
        }
        (Fact::StockDrawn(_), Verdict::Granted { quantity }) => {
            *stock.entry(id).or_default() -= i64::from(*quantity);
        }
        _ => {}
    }
}

/// I1 and I4 on a desk.
fn same_log(who: u64, logbook: &Logbook, entries: &[Entry], report: &mut Report) {
    let mut placed: BTreeMap<u64, (Uuid, String)> = BTreeMap::new();
    let mut after = 0;
    loop {
        let page = logbook.events_after(after, ROWS_MAX).unwrap_or_default();
        let Some(last) = page.last() else { break };
        after = last.seq;
        for logged in page {
            if let Some(place) = logged.placed {
                placed.insert(place.sseq, (logged.event.id, place.log_hash));
            }
        }
    }
    for entry in entries {
        let here = placed.remove(&entry.sseq);
        let wanted = (entry.event.id, entry.log_hash.clone());
        if here.as_ref() != Some(&wanted) {
            report.violate(format!(
                "I4: desk {who} has {here:?} as entry {}",
                entry.sseq
            ));
            return;
        }
    }
    if !placed.is_empty() {
        report.violate(format!(
            "I4: desk {who} has entries that the log does not have"
        ));
    }
}

/// I5 on a desk.
fn same_states(
    who: u64,
    logbook: &Logbook,
    states: &BTreeMap<EntityRef, State>,
    report: &mut Report,
) {
    let mut here = BTreeMap::new();
    for kind in EntityKind::ALL {
        let rows = logbook
            .list(kind, Listed::All, ROWS_MAX)
            .unwrap_or_default();
        here.extend(rows.into_iter().map(|row| (row.entity, row.state)));
    }
    for (entity, state) in states {
        if here.get(entity) != Some(state) {
            let there = here.get(entity);
            report.violate(format!(
                "I5: desk {who} has {entity:?} as {there:?}, not {state:?}"
            ));
            return;
        }
    }
    if let Some(entity) = here.keys().find(|entity| !states.contains_key(entity)) {
        report.violate(format!("I5: desk {who} has {entity:?}, the log does not"));
    }
}
