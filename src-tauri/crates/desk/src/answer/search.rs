//! Full text in one box: the library of the watch, and the log that is worked in.

use contract::error::CallError;
use contract::rows::{
    MarkedText, SEARCH_HITS_MAX, SearchAnswer, SearchChoice, SearchGroup, SearchHit, SearchKind,
    SearchRequest,
};
use logbook::{
    FoundText, Hit, HitAt, HitGroup, Logbook, Marked, SearchKind as Kind, SearchQuery,
    StorageError, Wanted,
};
use plans::synonym::alike;

use crate::desk::Desk;
use crate::session::{Session, storage};
use crate::volumes::{PLAN, card_place};

/// Hits of a group when nothing is said of it.
const HITS_DEFAULT: u32 = 20;

pub(super) fn search(
    desk: &Desk,
    session: &Session,
    request: &SearchRequest,
) -> Result<SearchAnswer, CallError> {
    desk.shelve_what_came_into_force();
    let (library, log) = (&desk.base().logbook, &session.logbook);
    let find = |query: &SearchQuery, wanted: &Wanted| match found(library, log, query, wanted) {
        // A damaged index is dropped, and what was in it is read until it is filled again.
        Err(StorageError::Damaged { .. }) => {
            library.drop_index(desk.volumes())?;
            found(library, log, query, wanted)
        }
        found => found,
    };
    answer(request, find).map_err(storage)
}

/// Answers a request out of what `find` finds; when nothing has a long word as a whole, its
/// pieces are looked for.
pub(crate) fn answer<E>(
    request: &SearchRequest,
    find: impl Fn(&SearchQuery, &Wanted) -> Result<FoundText, E>,
) -> Result<SearchAnswer, E> {
    let wanted = wanted(request);
    let query = SearchQuery::read(&request.words, alike);
    let mut answer = SearchAnswer {
        words: query.words().to_vec(),
        cut: query.is_cut(),
        ..SearchAnswer::default()
    };
    let mut found = find(&query, &wanted)?;
    // Choices tell of hits that the filters leave out.
    if found.groups.is_empty()
        && found.units.is_empty()
        && let Some(pieces) = query.in_pieces(alike)
    {
        found = find(&pieces, &wanted)?;
        answer.loose = !found.groups.is_empty();
    }
    answer.behind = found.lines_behind;
    answer.groups = found.groups.into_iter().map(group).collect();
    answer.units = choices(found.units);
    answer.fields = choices(found.fields);
    answer.states = choices(found.states);
    Ok(answer)
}

fn wanted(request: &SearchRequest) -> Wanted {
    let limit = match request.limit {
        0 => HITS_DEFAULT,
        limit => limit.min(SEARCH_HITS_MAX),
    };
    Wanted {
        kinds: request.kinds.iter().map(|kind| kind_in(*kind)).collect(),
        unit: request.unit.clone(),
        field: request.field.clone(),
        state: request.state.clone(),
        offset: request.offset as usize,
        limit: limit as usize,
    }
}

/// Both searches as one.
fn found(
    library: &Logbook,
    log: &Logbook,
    query: &SearchQuery,
    wanted: &Wanted,
) -> Result<FoundText, StorageError> {
    let found = library.search_library(query, wanted)?;
    found.with_lines(wanted, |wanted| log.search_lines(query, wanted))
}

fn kind_in(kind: SearchKind) -> Kind {
    match kind {
        SearchKind::Plan => Kind::Plan,
        SearchKind::Clause => Kind::Clause,
        SearchKind::Card => Kind::Card,
        SearchKind::Law => Kind::Law,
        SearchKind::Contact => Kind::Contact,
        SearchKind::Incident => Kind::Incident,
        SearchKind::Alert => Kind::Alert,
        SearchKind::Order => Kind::Order,
        SearchKind::Report => Kind::Report,
        SearchKind::Line => Kind::Line,
    }
}

fn kind_out(kind: Kind) -> SearchKind {
    match kind {
        Kind::Plan => SearchKind::Plan,
        Kind::Clause => SearchKind::Clause,
        Kind::Card => SearchKind::Card,
        Kind::Law => SearchKind::Law,
        Kind::Contact => SearchKind::Contact,
        Kind::Incident => SearchKind::Incident,
        Kind::Alert => SearchKind::Alert,
        Kind::Order => SearchKind::Order,
        Kind::Report => SearchKind::Report,
        Kind::Line => SearchKind::Line,
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn choices(counts: Vec<(String, usize)>) -> Vec<SearchChoice> {
    let choices = counts.into_iter().map(|(name, hits)| SearchChoice {
        name,
        hits: small(hits),
    });
    choices.collect()
}

fn group(group: HitGroup) -> SearchGroup {
    SearchGroup {
        kind: kind_out(group.kind),
        total: small(group.total),
        more: group.more,
        hits: group.hits.into_iter().map(hit).collect(),
    }
}

fn marked(marked: Marked) -> MarkedText {
    MarkedText {
        text: marked.text,
        marks: marked.marks,
    }
}

fn hit(hit: Hit) -> SearchHit {
    let mut row = SearchHit {
        kind: kind_out(hit.kind),
        title: hit.title,
        heading: marked(hit.heading),
        snippet: marked(hit.snippet),
        whole: marked(hit.whole),
        unit: hit.unit,
        state: hit.state,
        plan: String::new(),
        clause: None,
        card: String::new(),
        entity: None,
        incident: String::new(),
        fact: String::new(),
        seq: 0,
        at: None,
    };
    match hit.at {
        HitAt::Volume { key, part, place } => {
            row.plan = key.strip_prefix(PLAN).unwrap_or_default().to_owned();
            match hit.kind {
                Kind::Clause => row.clause = Some(part),
                Kind::Card => {
                    let (clause, card) = card_place(&place);
                    row.clause = clause;
                    card.clone_into(&mut row.card);
                }
                _ => {}
            }
        }
        HitAt::Line {
            seq,
            kind,
            entity,
            incident,
            occurred_at,
            ..
        } => {
            row.incident = incident;
            row.seq = seq;
            row.fact = kind;
            row.entity = Some(entity);
            row.at = Some(occurred_at);
        }
    }
    row
}
