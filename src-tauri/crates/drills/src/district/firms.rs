//! Firms, each with some of the hazard sites, and the units and tanks of these. Invented; no
//! credit codes, for a made one could be somebody's.

use emergency::firm::FirmRegistered;
use emergency::hazard_unit::{Tank, UnitKind, UnitRegistered, UnitTold};
use emergency::id::{FirmId, PointId, SiteId, UnitId};
use emergency::place::Place;
use emergency::point::PointRegistered;
use emergency::site::{SiteKind, SiteRegistered, Stored};

use super::{FIRMS, count};
use crate::ground::Ground;

/// Sites of one made firm.
const SITES_OF_A_FIRM: usize = 3;
/// Tanks of the units, in turn.
const TANKS: [u32; 3] = [2, 3, 1];
/// Tonnes in a cubic metre of a tank: filled to 85 %, as heavy as water. Invented.
const FILLED_T_M3: f64 = 0.85;
/// The feed that would bring the levels of the tanks, were there one.
const FEED: &str = "罐区";
/// Telephone numbers of firms begin here.
const FIRST_NUMBER: usize = 4_000_000;
/// So far north of its first site a firm has its mark, degrees: about 90 m.
const GATE_LAT_DEG: f64 = 0.0008;
/// Posts by which people are called.
const FIRM_POST: &str = "安全总监";
const UNIT_POST: &str = "操作负责人";

/// The firms; their sites are put down to them.
pub(super) fn generate(
    ground: &Ground,
    size: u32,
    sites: &mut [(SiteId, SiteRegistered)],
) -> Vec<(FirmId, FirmRegistered)> {
    let mark = &ground.words.mark;
    let mut hazards = sites
        .iter_mut()
        .map(|(_, site)| site)
        .filter(|site| site.kind == SiteKind::Hazard);
    let mut firms = Vec::new();
    for number in 0..count(FIRMS, size) as usize {
        let own: Vec<&mut SiteRegistered> = hazards.by_ref().take(SITES_OF_A_FIRM).collect();
        let Some(first) = own.first() else { break };
        let id = FirmId(format!("ex-firm-{}", number + 1));
        let firm = FirmRegistered {
            name: format!("{mark}·{}化工{}厂", first.place.street, number + 1),
            industry: "化学原料和化学制品制造业".to_owned(),
            place: gate(&first.place),
            role: FIRM_POST.to_owned(),
            phone: phone(number),
            note: format!("{mark}数据"),
            ..FirmRegistered::default()
        };
        for site in own {
            site.firm = Some(id.clone());
        }
        firms.push((id, firm));
    }
    firms
}

/// One unit for each site of a firm: its tanks together hold what the site's profile says, so that
/// the grade is the same.
pub(super) fn units(
    ground: &Ground,
    sites: &[(SiteId, SiteRegistered)],
) -> Vec<(SiteId, UnitRegistered)> {
    let mark = &ground.words.mark;
    let of_firms = sites.iter().filter(|(_, site)| site.firm.is_some());
    let units = of_firms.enumerate().map(|(number, (id, site))| {
        let tanks = TANKS[number % TANKS.len()];
        let told = UnitTold {
            name: format!("{mark} 一号罐区"),
            kind: UnitKind::Storage,
            role: UNIT_POST.to_owned(),
            phone: phone(number + 1_000),
            tanks: (1..=tanks)
                .map(|tank| made(mark, site, tank, tanks))
                .collect(),
            note: format!("{mark}数据"),
            ..UnitTold::default()
        };
        let unit = UnitId::of(id, "1");
        (id.clone(), UnitRegistered { unit, told })
    });
    units.collect()
}

/// The gate of a firm, beside its first site: two marks on one spot would be one.
fn gate(site: &Place) -> Place {
    let mut place = site.clone();
    if let Some(point) = &mut place.point {
        point.lat += GATE_LAT_DEG;
    }
    place
}

/// The level points of the tanks of the first firm: registered, and nothing is heard of them.
pub(super) fn points(
    ground: &Ground,
    sites: &[(SiteId, SiteRegistered)],
    units: &[(SiteId, UnitRegistered)],
) -> Vec<PointRegistered> {
    let mark = &ground.words.mark;
    let first = sites.iter().find_map(|(_, site)| site.firm.clone());
    let own = sites.iter().filter(|(_, site)| site.firm == first);
    let own: Vec<&SiteId> = own.map(|(id, _)| id).collect();
    let units = units.iter().filter(|(site, _)| own.contains(&site));
    let points = units.flat_map(|(site, unit)| {
        let numbers = 1..=unit.told.tanks.len();
        numbers.map(move |number| PointRegistered {
            feed: feed(mark),
            device: device(site, number),
            name: format!("{mark} V-10{number} 液位"),
            site: Some(site.clone()),
            note: format!("{mark}数据"),
            ..PointRegistered::default()
        })
    });
    points.collect()
}

/// Puts each of these points to its tank.
pub(super) fn measure(units: &mut [(SiteId, UnitRegistered)], points: &[PointRegistered]) {
    for (site, unit) in units {
        for (number, tank) in (1..).zip(&mut unit.told.tanks) {
            let name = device(site, number);
            let own = points.iter().filter(|point| point.device == name);
            let ids = own.map(|point| PointId::of(&point.feed, &point.device));
            tank.points = ids.collect();
        }
    }
}

fn feed(mark: &str) -> String {
    format!("{mark} {FEED}")
}

fn device(site: &SiteId, number: usize) -> String {
    format!("{site}/V-10{number}/level")
}

fn made(mark: &str, site: &SiteRegistered, number: u32, of: u32) -> Tank {
    let quantity_t = site.quantity_t / f64::from(of);
    Tank {
        name: format!("{mark} V-10{number}"),
        holds: Stored {
            substance: site.substance.clone(),
            quantity_t,
            classes: site.classes.clone(),
        },
        capacity_m3: Some((quantity_t / FILLED_T_M3 * 10.0).ceil() / 10.0),
        ..Tank::default()
    }
}

fn phone(number: usize) -> String {
    let number = FIRST_NUMBER + number;
    format!("000-{:04}-{:04}", number / 10_000, number % 10_000)
}
