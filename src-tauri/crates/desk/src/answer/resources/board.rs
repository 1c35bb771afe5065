//! The board: a window of one list, filtered.

use contract::error::CallError;
use contract::rows::{RESOURCE_ROWS_MAX, ResourcePage, ResourceQuery, ResourceRow};
use emergency::import::TableKind;
use inventory::check::OnList;

use super::row::Lens;
use super::{code, counted, noun, on_list};
use crate::session::Session;

pub(crate) fn board(session: &Session, query: &ResourceQuery) -> Result<ResourcePage, CallError> {
    let list = on_list(session)?;
    let lens = Lens {
        list: &list,
        now: session.logbook.now(),
        rules: session.readiness(),
    };
    let text = query.text.trim().to_lowercase();
    let mut rows: Vec<ResourceRow> = match query.kind {
        TableKind::Teams => teams(&lens, &list, query, &text),
        TableKind::Supplies => lots(&lens, &list, query, &text),
        TableKind::Sites => sites(&lens, &list, query, &text),
        TableKind::People => people(&lens, &list, query, &text),
        // Points are no resources: they have a list with their values.
        TableKind::Points | TableKind::Firms | TableKind::Units => Vec::new(),
    };
    let states = counted(rows.iter().map(|row| row.state.as_str()));
    rows.retain(|row| query.state.is_empty() || row.state == query.state);
    rows.sort_by(|a, b| key(a).cmp(&key(b)));
    let total = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let limit = (query.limit as usize).min(RESOURCE_ROWS_MAX);
    let window = rows.into_iter().skip(query.offset as usize).take(limit);
    Ok(ResourcePage {
        total,
        left_out: session.left_out(noun(query.kind)),
        offset: query.offset,
        rows: window.collect(),
        states,
        at: lens.now,
    })
}

/// What wants a hand comes first, then what runs out first, then by name.
fn key(row: &ResourceRow) -> (u8, Option<std::cmp::Reverse<u32>>, &str, &str) {
    let urgency = match row.state.as_str() {
        "over" | "broken" | "not_ready" => 0,
        "short" | "reduced" => 1,
        "low" | "unknown" => 2,
        "out" | "open" | "returning" | "restocking" | "cleaning" | "resting" => 3,
        _ => 4,
    };
    let lost = row
        .percent
        .map(|percent| std::cmp::Reverse(100 - percent.min(100)));
    (urgency, lost, &row.title, &row.id)
}

fn says(text: &str, words: &[&str]) -> bool {
    text.is_empty() || words.iter().any(|word| word.to_lowercase().contains(text))
}

fn is_class(wanted: &str, codes: &[String]) -> bool {
    wanted.is_empty() || codes.iter().any(|code| code == wanted)
}

fn teams(lens: &Lens<'_>, list: &OnList, query: &ResourceQuery, text: &str) -> Vec<ResourceRow> {
    let fits = list.teams.values().filter(|team| {
        let told = &team.registered;
        let classes = [code(&told.level), code(&told.kind)];
        team.known
            && (is_class(&query.class, &classes) || told.capabilities.contains(&query.class))
            && says(
                text,
                &[&told.name, &told.call_sign, &told.unit, &told.home.street],
            )
    });
    fits.map(|team| lens.team(team).0).collect()
}

fn lots(lens: &Lens<'_>, list: &OnList, query: &ResourceQuery, text: &str) -> Vec<ResourceRow> {
    let fits = list.lots.values().filter(|lot| {
        let told = &lot.registered;
        let depot = list.sites.get(told.depot.as_str());
        let depot = depot.map_or("", |site| site.registered.name.as_str());
        lot.known
            && (query.depot.is_empty() || told.depot.as_str() == query.depot)
            && told.supply.starts_with(&query.class)
            && says(
                text,
                &[
                    &told.name,
                    &told.supply,
                    &told.batch,
                    &told.shelf,
                    &told.barcode,
                    depot,
                ],
            )
    });
    fits.map(|lot| lens.lot(lot)).collect()
}

fn sites(lens: &Lens<'_>, list: &OnList, query: &ResourceQuery, text: &str) -> Vec<ResourceRow> {
    let fits = list.sites.values().filter(|site| {
        let told = &site.registered;
        !site.withdrawn
            && is_class(&query.class, &[code(&told.kind)])
            && says(
                text,
                &[
                    &told.name,
                    &told.place.words,
                    &told.place.street,
                    &told.substance,
                ],
            )
    });
    fits.map(|site| lens.site(site).0).collect()
}

fn people(lens: &Lens<'_>, list: &OnList, query: &ResourceQuery, text: &str) -> Vec<ResourceRow> {
    let fits = list.people.values().filter(|person| {
        let told = &person.registered;
        let fields = told.fields.join(" ");
        person.known
            && is_class(&query.class, &[code(&told.kind)])
            && says(
                text,
                &[
                    &told.name,
                    &told.unit,
                    &told.phone,
                    &fields,
                    &told.place.street,
                ],
            )
    });
    fits.map(|person| lens.person(person)).collect()
}
