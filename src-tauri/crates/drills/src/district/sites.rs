//! Depots, hazard sites, shelters, hospitals, schools and fire stations.

use emergency::id::SiteId;
use emergency::site::{SiteKind, SiteRegistered, SiteReported};
use emergency::team::ContactStep;
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::places::Places;
use super::{DEPOTS, FIRE_STATIONS, HAZARDS, HOSPITALS, SCHOOLS, SHELTERS};
use super::{contact, contact_of, count, weighted};
use crate::ground::{Ground, Substance};

struct Kind {
    kind: SiteKind,
    prefix: &'static str,
    name: &'static str,
    count: [u32; 2],
    /// Beds, pupils or shelter places, low and high.
    capacity: [u32; 2],
}

const KINDS: [Kind; 5] = [
    Kind {
        kind: SiteKind::Depot,
        prefix: "depot",
        name: "应急物资库",
        count: DEPOTS,
        capacity: [0, 0],
    },
    Kind {
        kind: SiteKind::Shelter,
        prefix: "shelter",
        name: "应急避难场所",
        count: SHELTERS,
        capacity: [200, 5_000],
    },
    Kind {
        kind: SiteKind::Hospital,
        prefix: "hospital",
        name: "医院",
        count: HOSPITALS,
        capacity: [50, 1_200],
    },
    Kind {
        kind: SiteKind::School,
        prefix: "school",
        name: "学校",
        count: SCHOOLS,
        capacity: [200, 2_500],
    },
    Kind {
        kind: SiteKind::FireStation,
        prefix: "fire-station",
        name: "消防站",
        count: FIRE_STATIONS,
        capacity: [0, 0],
    },
];

/// Kinds that came later: from a stream of their own, so that the others stay as they are.
const MORE_KINDS: [Kind; 6] = [
    Kind {
        kind: SiteKind::MicroStation,
        prefix: "micro-station",
        name: "微型消防站",
        count: [21, 60],
        capacity: [0, 0],
    },
    Kind {
        kind: SiteKind::Hydrant,
        prefix: "hydrant",
        name: "市政消火栓",
        count: [63, 400],
        capacity: [0, 0],
    },
    Kind {
        kind: SiteKind::RescueCentre,
        prefix: "rescue-centre",
        name: "应急救援中心",
        count: [1, 2],
        capacity: [0, 0],
    },
    Kind {
        kind: SiteKind::RescueBase,
        prefix: "rescue-base",
        name: "应急救援基地",
        count: [2, 6],
        capacity: [0, 0],
    },
    Kind {
        kind: SiteKind::RescuePost,
        prefix: "rescue-post",
        name: "应急联防救援站",
        count: [21, 40],
        capacity: [0, 0],
    },
    Kind {
        kind: SiteKind::Camera,
        prefix: "camera",
        name: "视频监控",
        count: [21, 120],
        capacity: [0, 0],
    },
];

/// The kinds that came later, and what stands in the profiles of all.
pub(super) fn furnish(
    rng: &mut ChaCha8Rng,
    ground: &Ground,
    places: &Places<'_>,
    size: u32,
    all: &mut Vec<(SiteId, SiteRegistered)>,
) {
    let mark = &ground.words.mark;
    for kind in &MORE_KINDS {
        of_kind(rng, ground, places, (kind, size), all);
    }
    for (number, (_, site)) in all.iter_mut().enumerate() {
        site.unit = format!("{mark}·{}", site.place.street);
        if site.kind == SiteKind::Camera {
            site.stream = picture(number);
        }
        if site.kind == SiteKind::Shelter {
            site.area_m2 = site.capacity * rng.random_range(2..=4);
            let facilities = ground.words.facilities.iter();
            site.facilities = facilities
                .filter(|_| rng.random_bool(0.7))
                .cloned()
                .collect();
        }
        if matches!(site.kind, SiteKind::Shelter | SiteKind::Depot) {
            site.keyholders = (0..2)
                .map(|place| {
                    let (name, phone) = contact_of(rng, ground, FIRST_KEY + number * 2 + place);
                    let role = "钥匙保管人".to_owned();
                    ContactStep { name, role, phone }
                })
                .collect();
        }
    }
}

/// What a made camera's profile says of its picture: a device number of twenty digits (GB/T 28181)
/// or an address, in turn. No such host can be (RFC 2606).
fn picture(number: usize) -> String {
    if number.is_multiple_of(2) {
        format!("370112{number:014}")
    } else {
        format!("rtsp://camera-{number}.invalid/live")
    }
}

/// Residents around the made firms: the same few figures in turn, invented.
const PEOPLE_STEP: usize = 37;
const PEOPLE_END: usize = 160;

/// Telephone numbers of keyholders begin here.
const FIRST_KEY: usize = 3_000_000;

/// How a site stands at the beginning of the exercise; none for those nobody reports of.
pub(super) fn report(rng: &mut ChaCha8Rng, site: &SiteRegistered) -> Option<SiteReported> {
    let mut said = SiteReported::default();
    match site.kind {
        SiteKind::Shelter => {
            said.open = Some(false);
            said.head_count = Some(0);
        }
        SiteKind::Hospital => said.free = Some(rng.random_range(0..=site.capacity / 5)),
        SiteKind::Hydrant | SiteKind::Camera => said.working = Some(rng.random_bool(0.95)),
        _ => return None,
    }
    Some(said)
}

pub(super) fn generate(
    rng: &mut ChaCha8Rng,
    ground: &Ground,
    places: &Places<'_>,
    size: u32,
) -> Vec<(SiteId, SiteRegistered)> {
    let mut all = Vec::new();
    for kind in &KINDS {
        of_kind(rng, ground, places, (kind, size), &mut all);
    }
    hazards(rng, ground, places, size, &mut all);
    all
}

fn of_kind(
    rng: &mut ChaCha8Rng,
    ground: &Ground,
    places: &Places<'_>,
    (kind, size): (&Kind, u32),
    all: &mut Vec<(SiteId, SiteRegistered)>,
) {
    for number in 0..count(kind.count, size) as usize {
        let street = number % places.streets();
        let mark = &ground.words.mark;
        let name = format!(
            "{mark}·{}{}{}号",
            places.street_name(street),
            kind.name,
            number / places.streets() + 1
        );
        let site = SiteRegistered {
            kind: kind.kind,
            place: places.pick(rng, street, &name),
            name,
            contact: contact(rng, ground, all.len()),
            capacity: rng.random_range(kind.capacity[0]..=kind.capacity[1]),
            note: format!("{mark}数据"),
            ..SiteRegistered::default()
        };
        all.push((site_id(kind.prefix, number), site));
    }
}

/// The first hazard site is the one of the night: chlorine at its critical quantity, in the street
/// at the centre of the story.
fn hazards(
    rng: &mut ChaCha8Rng,
    ground: &Ground,
    places: &Places<'_>,
    size: u32,
    all: &mut Vec<(SiteId, SiteRegistered)>,
) {
    let substances = &ground.words.substances;
    for number in 0..count(HAZARDS, size) as usize {
        let (street, substance, quantity_t) = if number == 0 {
            let street = places.street_named(&ground.words.street_at_the_centre);
            (street, &substances[0], substances[0].critical_t)
        } else {
            let chosen = weighted(rng, substances.iter().map(|substance| substance.weight));
            let street = rng.random_range(0..places.streets());
            let quantity_t = design_quantity(rng, &substances[chosen]);
            (street, &substances[chosen], quantity_t)
        };
        let mark = &ground.words.mark;
        let name = format!(
            "{mark}·{}化工单元{}号",
            places.street_name(street),
            number + 1
        );
        let site = SiteRegistered {
            kind: SiteKind::Hazard,
            place: places.pick(rng, street, &name),
            name,
            contact: contact(rng, ground, all.len()),
            substance: substance.name.clone(),
            quantity_t,
            classes: substance.classes.clone(),
            people_500m: u32::try_from(number * PEOPLE_STEP % PEOPLE_END).ok(),
            note: format!(
                "{mark}数据；临界量 {} t（GB 18218-2018 表1）",
                substance.critical_t
            ),
            ..SiteRegistered::default()
        };
        all.push((site_id("hazard", number), site));
    }
}

/// A design quantity in tonnes, to 0.1 t.
fn design_quantity(rng: &mut ChaCha8Rng, substance: &Substance) -> f64 {
    let [low, high] = substance.design_ratio;
    let quantity_t = substance.critical_t * rng.random_range(low..=high);
    (quantity_t * 10.0).round().max(1.0) / 10.0
}

fn site_id(prefix: &str, number: usize) -> SiteId {
    SiteId(format!("ex-{prefix}-{}", number + 1))
}
