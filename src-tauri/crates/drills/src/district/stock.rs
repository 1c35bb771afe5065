//! Supplies in the depots.

use emergency::id::{LotId, SiteId};
use emergency::site::{SiteKind, SiteRegistered};
use emergency::stock::{LotRegistered, Scenario};
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::profiles::day;
use crate::ground::Ground;

/// Share of the kinds that one depot has; each kind is in the first depot or a later one at least.
const KINDS_SHARE: f64 = 0.45;
/// Share of the lots with a last day.
const EXPIRING_SHARE: f64 = 0.4;
/// Codes of measuring instruments begin so.
const MEASURING: &str = "215";
/// What has to be inspected: breathing apparatus, chemical suits.
const INSPECTED: [&str; 2] = ["2010101", "2010202"];
/// Which supplies are kept for which scenario, by the beginnings of their codes: assumed for
/// exercises.
const SCENARIOS: &[(Scenario, &[&str])] = &[
    (
        Scenario::Hazmat,
        &["20101", "20102", "2080", "2120", "2150"],
    ),
    (Scenario::Geological, &["1120", "1130", "2020", "2060"]),
    (Scenario::Flood, &["1110301", "2050", "2130"]),
];
/// The minimum is this part of a lot.
const MINIMUM_PART: u32 = 6;
/// The safety stock is this part of a lot.
const SAFETY_PART: u32 = 4;

pub(super) fn generate(
    rng: &mut ChaCha8Rng,
    ground: &Ground,
    sites: &[(SiteId, SiteRegistered)],
) -> Vec<(LotId, LotRegistered)> {
    let depots: Vec<_> = sites
        .iter()
        .filter(|(_, site)| site.kind == SiteKind::Depot)
        .collect();
    let mut all = Vec::new();
    for (number, (depot, _)) in depots.iter().enumerate() {
        for (index, supply) in ground.supplies.iter().enumerate() {
            let drawn = rng.random_bool(KINDS_SHARE);
            let quantity = rng.random_range(supply.exercise_low..=supply.exercise_high);
            if !drawn && index % depots.len() != number {
                continue;
            }
            let id = format!("ex-lot-{}-{}", number + 1, supply.code);
            let lot = LotRegistered {
                depot: depot.clone(),
                supply: supply.code.clone(),
                name: format!("{}·{}", ground.words.mark, supply.name),
                unit: supply.unit.clone(),
                quantity,
                safety: quantity / SAFETY_PART,
                ..LotRegistered::default()
            };
            all.push((LotId(id), lot));
        }
    }
    all
}

/// Dates, shelves and safety stocks, from a stream of their own. Invented; a few lots are over,
/// some run out soon, some were not looked at for long.
pub(super) fn furnish(rng: &mut ChaCha8Rng, ground: &Ground, lots: &mut [(LotId, LotRegistered)]) {
    let mark = &ground.words.mark;
    for (number, (_, lot)) in lots.iter_mut().enumerate() {
        lot.batch = format!("{mark}-{:04}", rng.random_range(0..10_000));
        lot.produced = day(rng, -1_500..-60);
        lot.expires = rng
            .random_bool(EXPIRING_SHARE)
            .then(|| day(rng, -40..1_200))
            .flatten();
        if lot.supply.starts_with(MEASURING) {
            lot.calibrated_until = day(rng, -30..330);
        }
        if INSPECTED.contains(&lot.supply.as_str()) {
            lot.inspected_until = day(rng, -30..330);
        }
        let (rack, shelf) = (rng.random_range(1..=9), rng.random_range(1..=4));
        let room = char::from(b'A' + rng.random_range(0..4_u8));
        lot.shelf = format!("{room}-{rack:02}-{shelf}");
        lot.barcode = format!("EX{number:06}");
        lot.minimum = lot.quantity / MINIMUM_PART;
        lot.keeper = format!("{mark}·库管员");
        lot.checked_on = day(rng, -400..0);
        for (scenario, codes) in SCENARIOS {
            if codes.iter().any(|code| lot.supply.starts_with(code)) {
                lot.safety_for.insert(*scenario, lot.safety.max(1));
            }
        }
    }
}
