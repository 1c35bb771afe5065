//! Supplies in the depots.

use emergency::id::{LotId, SiteId};
use emergency::site::{SiteKind, SiteRegistered};
use emergency::stock::LotRegistered;
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use crate::ground::Ground;

/// Share of the kinds that one depot has; each kind is in the first depot or a later one at least.
const KINDS_SHARE: f64 = 0.45;
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
