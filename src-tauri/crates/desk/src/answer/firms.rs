//! Firms with all that is theirs: the list, one profile, and the units of a site.

use std::collections::{BTreeMap, BTreeSet};

use contract::error::CallError;
use contract::rows::{
    FIRM_ALARMS_MAX, FIRM_ROWS_MAX, FIRM_SITES_MAX, FirmName, FirmPage, FirmProfile, FirmQuery,
    FirmRow, FirmSite, Found, RiskRow, TankRow, UnitRow,
};
use emergency::day::Day;
use emergency::entity::{EntityKind, EntityRef};
use emergency::firm::Firm;
use emergency::hazard_unit::HazardUnit;
use emergency::id::{FirmId, SiteId};
use emergency::site::Site;
use risk::major::{Unit, grade_of};
use risk::picture::Rules;

use super::{around, plain, points, resources, risks};
use crate::desk::Desk;
use crate::number::small;
use crate::session::{Session, not_found, storage};

/// Lines of the log that come with a profile.
const HISTORY_LINES: usize = 200;

/// The sites of each firm.
fn sites_by_firm(session: &Session) -> Result<BTreeMap<FirmId, Vec<Site>>, CallError> {
    let mut all: BTreeMap<FirmId, Vec<Site>> = BTreeMap::new();
    for site in plain::sites(session)? {
        if let Some(firm) = site.registered.firm.clone() {
            all.entry(firm).or_default().push(site);
        }
    }
    Ok(all)
}

/// A window of the list, the gravest first.
pub(super) fn page(
    desk: &Desk,
    session: &Session,
    query: &FirmQuery,
) -> Result<FirmPage, CallError> {
    let text = query.text.to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut sites = sites_by_firm(session)?;
    let (rules, today) = (&desk.settings().risk, Day::of(session.logbook.now()));
    let fit = session.firms()?.into_iter();
    let mut rows: Vec<FirmRow> = fit
        .filter(|firm| says(firm, &words))
        .map(|firm| {
            let own = sites.remove(&firm.id).unwrap_or_default();
            row(firm, &own, rules, today)
        })
        .collect();
    rows.sort_by(|a, b| {
        let rank = |row: &FirmRow| (row.level.is_none(), row.level, row.grade.unwrap_or(u8::MAX));
        let by_name = || a.firm.registered.name.cmp(&b.firm.registered.name);
        rank(a).cmp(&rank(b)).then_with(by_name)
    });
    let total = small(rows.len() as u64);
    let limit = query.limit.min(FIRM_ROWS_MAX) as usize;
    let rows = rows.into_iter().skip(query.offset as usize).take(limit);
    Ok(FirmPage {
        total,
        rows: rows.collect(),
    })
}

fn says(firm: &Firm, words: &[&str]) -> bool {
    let told = &firm.registered;
    let text = [
        told.name.as_str(),
        &told.code,
        &told.industry,
        &told.place.words,
        &told.place.street,
    ];
    let text = text.join(" ").to_lowercase();
    words.iter().all(|word| text.contains(word))
}

fn row(firm: Firm, sites: &[Site], rules: &Rules, today: Day) -> FirmRow {
    let units = sites.iter().map(|site| site.units.len());
    let tanks = sites.iter().flat_map(|site| &site.units);
    let open = sites.iter().flat_map(|site| &site.dangers);
    let open = open.filter(|danger| danger.is_open());
    let (dangers, overdue) = open.fold((0, 0), |(all, late), danger| {
        (all + 1, late + u32::from(danger.is_overdue(today)))
    });
    FirmRow {
        sites: small(sites.len() as u64),
        units: small(units.sum::<usize>() as u64),
        tanks: small(tanks.map(|unit| unit.told.tanks.len()).sum::<usize>() as u64),
        grade: sites.iter().filter_map(grade_of).min(),
        level: sites.iter().filter_map(|site| rules.of(site).level).min(),
        dangers,
        overdue,
        firm,
    }
}

/// One firm.
pub(super) fn profile(desk: &Desk, session: &Session, id: &str) -> Result<FirmProfile, CallError> {
    let firm = session.logbook.firm(id).map_err(storage)?;
    let firm = firm.filter(|firm| firm.known);
    let firm = firm.ok_or_else(|| not_found("firm", id))?;
    let mut sites = sites_by_firm(session)?;
    let sites = sites.remove(&firm.id).unwrap_or_default();
    let (rules, today) = (&desk.settings().risk, Day::of(session.logbook.now()));
    let ids: BTreeSet<SiteId> = sites.iter().map(|site| site.id.clone()).collect();
    let mut alarms = around::alarms_where(session, |alert| {
        let (_, site) = session.board.place(session, alert);
        site.is_some_and(|site| ids.contains(&SiteId(site)))
    })?;
    alarms.truncate(FIRM_ALARMS_MAX);
    let told = &firm.registered;
    let names = sites.iter().map(|site| site.registered.name.as_str());
    let names: Vec<&str> = std::iter::once(told.name.as_str()).chain(names).collect();
    let plans = around::plans_with(desk, session, &names)?;
    let entity = EntityRef::new(EntityKind::Firm, id);
    let lines = session.logbook.timeline(&entity, u64::MAX, HISTORY_LINES);
    let lines = lines.map_err(storage)?.into_iter();
    Ok(FirmProfile {
        points: points::at_sites(session, &ids)?,
        alarms,
        plans,
        history: lines.map(|line| session.line(line)).collect(),
        row: row(firm, &sites, rules, today),
        sites: site_rows(session, sites, rules, today)?,
    })
}

fn site_rows(
    session: &Session,
    sites: Vec<Site>,
    rules: &Rules,
    today: Day,
) -> Result<Vec<FirmSite>, CallError> {
    let told = sites.into_iter().map(|site| {
        let risk = risks::row(site.clone(), rules, today);
        (risk, site)
    });
    let mut told: Vec<(RiskRow, Site)> = told.collect();
    told.sort_by(|(a, _), (b, _)| risks::order(a).cmp(&risks::order(b)));
    told.truncate(FIRM_SITES_MAX);
    let rows = told.into_iter().map(|(risk, site)| {
        let open = site.dangers.iter().filter(|danger| danger.is_open());
        Ok(FirmSite {
            risk,
            units: unit_rows(session, &site)?,
            dangers: open.cloned().collect(),
        })
    });
    rows.collect()
}

/// The units of one site.
pub(super) fn site_units(session: &Session, id: &str) -> Result<Vec<UnitRow>, CallError> {
    let site = session.logbook.site(id).map_err(storage)?;
    let site = site.filter(|site| !site.withdrawn);
    unit_rows(session, &site.ok_or_else(|| not_found("site", id))?)
}

/// The units of a site, each with its working, its tanks and their points as they are now.
fn unit_rows(session: &Session, site: &Site) -> Result<Vec<UnitRow>, CallError> {
    let rows = site.units.iter().map(|unit| unit_row(session, site, unit));
    rows.collect()
}

fn unit_row(session: &Session, site: &Site, unit: &HazardUnit) -> Result<UnitRow, CallError> {
    let reckoned = Unit::with_tanks(unit, &site.registered);
    let tanks = unit.told.tanks.iter().map(|tank| {
        Ok(TankRow {
            points: points::named(session, &tank.points)?,
            tank: tank.clone(),
        })
    });
    Ok(UnitRow {
        hazard: resources::hazard_row(&reckoned),
        tanks: tanks.collect::<Result<_, CallError>>()?,
        unit: unit.clone(),
    })
}

/// The firm of a site, when it is on the list.
pub(super) fn name_of(
    session: &Session,
    firm: Option<&FirmId>,
) -> Result<Option<FirmName>, CallError> {
    let Some(id) = firm else {
        return Ok(None);
    };
    let firm = session.logbook.firm(id.as_str()).map_err(storage)?;
    Ok(firm.filter(|firm| firm.known).map(|firm| FirmName {
        name: firm.registered.name,
        firm: firm.id,
    }))
}

/// Firms whose name holds the words or whose code begins with them.
pub(super) fn found(session: &Session, text: &str) -> Result<Vec<Found>, CallError> {
    let code = emergency::firm::credit_code(text);
    let fits = session.firms()?.into_iter().filter(|firm| {
        let told = &firm.registered;
        told.name.contains(text) || (!code.is_empty() && told.code.starts_with(&code))
    });
    let found = fits.map(|firm| Found {
        kind: "firm".to_owned(),
        id: firm.id.0,
        name: firm.registered.name,
        detail: firm.registered.place.words,
        point: firm.registered.place.point,
        approximate: false,
    });
    Ok(found.collect())
}
