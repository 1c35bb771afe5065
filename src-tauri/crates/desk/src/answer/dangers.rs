//! Hidden dangers of the district (事故隐患): the list, the deadlines, tables in and out.

mod table;

use contract::error::CallError;
use contract::rows::{
    DANGER_ROWS_MAX, DangerPage, DangerQuery, DangerRow, DangerSort, DangerState,
};
use contract::status::Clock;
use emergency::danger::{Danger, DangerStage, Rectification};
use emergency::day::Day;
use emergency::site::Site;
use plans::KEY_FIELDS;

use super::{plain, risks};
use crate::desk::Desk;
use crate::number::small;
use crate::session::Session;

pub(super) use table::{check, export};

/// Dangers that stand among the deadlines, the soonest; the list has them all.
const CLOCKS_MAX: usize = 50;
/// What stands where a report clock has the number of its rule.
const RULE: &str = "YH";

/// What is asked of every row.
#[derive(Clone, Copy)]
struct Asked {
    today: Day,
    soon_days: i64,
}

impl Asked {
    fn of(desk: &Desk, session: &Session) -> Self {
        Self {
            today: Day::of(session.logbook.now()),
            soon_days: desk.settings().dangers.soon(),
        }
    }

    fn row(self, site: &Site, field: &str, danger: &Danger) -> DangerRow {
        let (due, owed) = (danger.due(), danger.is_owed());
        let days = due.filter(|_| owed).map(|due| due.days_after(self.today));
        let plan = danger.plan().cloned();
        let lacking = plan.as_ref().map_or_else(
            || Rectification::default().missing(),
            Rectification::missing,
        );
        DangerRow {
            site: site.id.clone(),
            title: site.registered.name.clone(),
            street: site.registered.place.street.clone(),
            field: field.to_owned(),
            point: site.registered.place.point,
            stage: danger.stage(),
            supervision: danger.supervision().cloned(),
            plan,
            missing: lacking.into_iter().map(str::to_owned).collect(),
            due,
            days: days.map(|days| i32::try_from(days).unwrap_or(i32::MAX)),
            overdue: days.is_some_and(|days| days < 0),
            soon: days.is_some_and(|days| (0..=self.soon_days).contains(&days)),
            needs_acceptance: danger.needs_acceptance(),
            danger: danger.clone(),
        }
    }
}

/// A window of the list with counts over all of the district.
pub(crate) fn page(
    desk: &Desk,
    session: &Session,
    query: &DangerQuery,
) -> Result<DangerPage, CallError> {
    let mut rows = all(desk, session)?;
    let settings = &desk.settings().dangers;
    let streets = desk.district().streets.iter();
    let streets = streets.filter(|street| street.in_district);
    let mut page = DangerPage {
        streets: streets.map(|street| street.name.clone()).collect(),
        fields: KEY_FIELDS.map(str::to_owned).into(),
        levels: settings.levels.clone(),
        soon_days: settings.soon_days,
        ..DangerPage::default()
    };
    for row in rows.iter().filter(|row| row.danger.is_open()) {
        page.open += 1;
        page.overdue += u32::from(row.overdue);
        page.soon += u32::from(row.soon);
        page.major += u32::from(row.danger.found.major);
        page.supervised += u32::from(row.supervision.is_some());
        page.to_check += u32::from(row.stage == DangerStage::Submitted);
    }
    rows.retain(|row| fits(row, query));
    sort(&mut rows, query.sort);
    page.total = small(rows.len() as u64);
    rows.truncate(DANGER_ROWS_MAX);
    page.rows = rows;
    Ok(page)
}

/// Every danger of every place on the list.
fn all(desk: &Desk, session: &Session) -> Result<Vec<DangerRow>, CallError> {
    let asked = Asked::of(desk, session);
    let sites = plain::sites(session)?;
    let with = sites.iter().filter(|site| !site.dangers.is_empty());
    let rows = with.flat_map(|site| {
        let field = risks::field(site);
        let of = move |danger| asked.row(site, &field, danger);
        site.dangers.iter().map(of)
    });
    Ok(rows.collect())
}

fn fits(row: &DangerRow, query: &DangerQuery) -> bool {
    let open = row.danger.is_open();
    let in_state = match query.state {
        DangerState::Open => open,
        DangerState::Overdue => row.overdue,
        DangerState::Soon => row.soon,
        DangerState::Supervised => open && row.supervision.is_some(),
        DangerState::ToCheck => row.stage == DangerStage::Submitted,
        DangerState::Closed => !open,
        DangerState::All => true,
    };
    let text = query.text.trim();
    let found = &row.danger.found;
    let texts = [&found.words, &row.title, &found.owner, &found.source];
    in_state
        && (!query.major || found.major)
        && query.site.as_ref().is_none_or(|site| *site == row.site)
        && (query.street.is_empty() || query.street == row.street)
        && (query.field.is_empty() || query.field == row.field)
        && (text.is_empty() || texts.iter().any(|one| one.contains(text)))
}

/// In the order asked for; what is alike in it by its day, then by place.
fn sort(rows: &mut [DangerRow], by: DangerSort) {
    let day = |row: &DangerRow| (row.due.is_none(), row.due);
    rows.sort_by(|a, b| {
        let alike = || {
            let key = |row: &DangerRow| (day(row), !row.danger.found.major);
            let rest = (&a.title, a.danger.at).cmp(&(&b.title, b.danger.at));
            key(a).cmp(&key(b)).then(rest)
        };
        let first = match by {
            DangerSort::Due => std::cmp::Ordering::Equal,
            DangerSort::Major => b.danger.found.major.cmp(&a.danger.found.major),
            DangerSort::Street => (&a.street, &a.title).cmp(&(&b.street, &b.title)),
            DangerSort::Site => a.title.cmp(&b.title),
            // Of one millisecond the later act has the later name.
            DangerSort::Found => {
                let found = |row: &DangerRow| (row.danger.at, row.danger.event);
                found(b).cmp(&found(a))
            }
        };
        first.then_with(alike)
    });
}

/// Dangers that are overdue or due soon, as deadlines. Others put them right and the district sees
/// to it, so that they never stand above a report that it owes. They are reckoned when a place
/// changes and when a day begins: what is due hangs on nothing else.
pub(crate) fn clocks(desk: &Desk, session: &Session) -> Result<Vec<Clock>, CallError> {
    let asked = Asked::of(desk, session);
    let day = asked.today.begins().0;
    let memos = &session.memos;
    memos.dangers(day, || Ok(reckoned(session, asked)))
}

fn reckoned(session: &Session, asked: Asked) -> Vec<Clock> {
    let mut clocks = session.board.of_sites(session, |site| {
        let owed = site.dangers.iter().filter(|danger| danger.is_owed());
        let clocks = owed.filter_map(|danger| clock(site, danger, asked));
        clocks.collect()
    });
    clocks.sort_by(|a, b| (a.due_at, &a.key).cmp(&(b.due_at, &b.key)));
    clocks.truncate(CLOCKS_MAX);
    clocks
}

fn clock(site: &Site, danger: &Danger, asked: Asked) -> Option<Clock> {
    let due = danger.due()?;
    if due.days_after(asked.today) > asked.soon_days {
        return None;
    }
    let supervision = danger.supervision();
    let what = match (supervision, danger.stage(), danger.found.major) {
        (_, DangerStage::Submitted, _) => "隐患验收",
        (Some(_), ..) => "挂牌督办隐患整改",
        (None, _, true) => "重大事故隐患整改",
        (None, _, false) => "事故隐患整改",
    };
    let source = match supervision {
        Some(put_up) => format!("{} {}", put_up.level, put_up.number),
        None => "登记的整改期限".to_owned(),
    };
    Some(Clock {
        key: format!("danger/{}", danger.event),
        rule: RULE.to_owned(),
        site: site.id.0.clone(),
        title: site.registered.name.clone(),
        words: danger.found.words.clone(),
        who: danger.found.owner.clone(),
        to: supervision.map_or_else(String::new, |put_up| put_up.body.clone()),
        what: what.to_owned(),
        from: danger.at,
        // The day itself counts.
        due_at: due.plus(1).begins(),
        source: source.trim().to_owned(),
        ..Clock::default()
    })
}
