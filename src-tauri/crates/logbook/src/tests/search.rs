//! Full text: nothing accepted is missing, whatever the index has of it.

mod filtered;
mod same;
mod together;

use emergency::decide::Draft;
use emergency::duty::DUTY;
use emergency::fact::Fact;
use emergency::incident::Noted;
use emergency::person::PersonRegistered;

use crate::sample::{TestDesk, alert, note, notice, received, team_report, who};
use crate::search::{HITS_MAX, Hit, HitAt};
use crate::{FoundText, Passage, SearchKind, SearchQuery, Volume, Wanted};

pub(super) fn typed(words: &str) -> SearchQuery {
    SearchQuery::read(words, |_| Vec::new())
}

pub(super) fn all() -> Wanted {
    Wanted {
        limit: HITS_MAX,
        ..Wanted::default()
    }
}

/// A plan of clauses with heading and text.
pub(super) fn plan(id: &str, state: &str, clauses: &[(&str, &str)]) -> Volume {
    let passages = (0..).zip(clauses).map(|(part, (heading, body))| Passage {
        kind: SearchKind::Clause,
        part,
        place: String::new(),
        heading: (*heading).to_owned(),
        body: (*body).to_owned(),
    });
    Volume {
        key: format!("plan:{id}"),
        title: format!("演练 {id} 预案"),
        unit: format!("演练 {id} 局"),
        fields: vec![format!("field_{id}")],
        state: state.to_owned(),
        passages: passages.collect(),
    }
}

pub(super) fn duty_note(text: &str) -> Draft {
    let noted = Noted {
        text: text.into(),
        ..Noted::default()
    };
    Draft::plain(DUTY, Fact::DutyNoted(noted))
}

/// Kind, place and texts of all hits, in their order.
fn seen(found: &FoundText) -> Vec<(SearchKind, String)> {
    let hits = found.groups.iter().flat_map(|group| &group.hits);
    hits.map(|hit| (hit.kind, place(hit))).collect()
}

fn place(hit: &Hit) -> String {
    match &hit.at {
        HitAt::Volume { key, part, .. } => format!("{key}#{part}"),
        HitAt::Line { entity, .. } => format!("{}:{}", entity.kind, entity.id),
    }
}

fn lines(desk: &TestDesk, words: &str) -> Vec<(SearchKind, String)> {
    let found = desk.log().search_lines(&typed(words), &all());
    seen(&found.expect("can be searched"))
}

fn library(desk: &TestDesk, words: &str) -> Vec<String> {
    let found = desk.log().search_library(&typed(words), &all());
    let seen = seen(&found.expect("can be searched")).into_iter();
    seen.map(|(_, place)| place).collect()
}

#[test]
fn what_was_accepted_is_found_at_once_and_after_the_index_has_it() {
    let desk = TestDesk::new(1);
    let incident = desk.open_incident("演练 王舍人氯气泄漏");
    desk.log()
        .command(note(&incident, "演练：阀门已关闭，UN1017"), who())
        .expect("is written");
    desk.log()
        .observe(
            vec![received(notice(3)), duty_note("演练：值班电话 000-0007")],
            &who(),
        )
        .expect("is written");
    let look = |when: &str| {
        let incident = format!("incident:{incident}");
        let cases = [
            ("氯气", SearchKind::Incident, incident.clone()),
            ("王舍人 泄漏", SearchKind::Incident, incident.clone()),
            ("阀门", SearchKind::Line, incident.clone()),
            ("un101", SearchKind::Line, incident),
            (
                "暴雨预警第3号",
                SearchKind::Alert,
                format!("alert:{}", alert(3)),
            ),
            ("000-0007", SearchKind::Line, format!("duty:{DUTY}")),
        ];
        for (words, kind, place) in cases {
            assert_eq!(lines(&desk, words), [(kind, place)], "{words} {when}");
        }
        assert!(
            lines(&desk, "舍氯").is_empty(),
            "{when}: what is not there is not found"
        );
    };
    look("before the index has it");
    desk.log().fill_index().expect("is filled");
    let progress = desk.log().search_progress().expect("is known");
    assert_eq!(progress, Default::default(), "the index is at the end");
    look("after the index has it");
    desk.assert_whole();
}

#[test]
fn a_log_that_ends_anywhere_misses_nothing_when_it_is_opened_again() {
    let mut desk = TestDesk::new(1);
    for number in 0..4 {
        let facts = (0..200).map(|n| duty_note(&format!("演练第{number}次 甲{n}乙")));
        desk.log()
            .observe(facts.collect(), &who())
            .expect("is written");
        desk.open();
    }
    let query = typed("演练第3次 甲199乙");
    let found = desk
        .log()
        .search_lines(&query, &all())
        .expect("can be searched");
    assert_eq!(found.groups[0].total, 1, "the newest is there");
    let found = desk.log().search_lines(&typed("甲7乙"), &all());
    assert_eq!(
        found.expect("can be searched").groups[0].total,
        4,
        "and the oldest"
    );
}

#[test]
fn a_volume_is_found_before_and_after_it_is_taken_in_and_only_as_it_is_now() {
    let desk = TestDesk::new(1);
    let old = plan(
        "a",
        "sample",
        &[("1 总则", "先核实再报告"), ("2 警戒", "划定警戒区，疏散")],
    );
    let other = plan("b", "in_force", &[("1 疏散", "组织群众")]);
    desk.log()
        .shelve(vec![old.clone(), other.clone()])
        .expect("is known");
    let look = |when: &str| {
        assert_eq!(
            library(&desk, "疏散"),
            ["plan:b#0", "plan:a#1"],
            "{when}: heading first"
        );
        assert_eq!(library(&desk, "核实"), ["plan:a#0"], "{when}: by clause");
        assert_eq!(
            library(&desk, "预案 疏散"),
            ["plan:b#0", "plan:a#1"],
            "{when}: by its plan"
        );
        assert_eq!(
            library(&desk, "区疏散"),
            [""; 0],
            "{when}: no phrase over a comma"
        );
    };
    look("before");
    desk.log().fill_index().expect("is filled");
    look("after");
    let new = plan("a", "sample", &[("1 总则", "先报告")]);
    desk.log().shelve(vec![new]).expect("is known");
    for when in ["at once", "in the index"] {
        assert_eq!(
            library(&desk, "核实"),
            [""; 0],
            "{when}: what it said before is gone"
        );
        assert_eq!(
            library(&desk, "先报告"),
            ["plan:a#0"],
            "{when}: what it says now is there"
        );
        assert_eq!(
            library(&desk, "群众"),
            [""; 0],
            "{when}: a plan that is no more is gone"
        );
        desk.log().fill_index().expect("is filled");
    }
    desk.assert_whole();
}

#[test]
fn a_volume_that_the_index_has_is_not_taken_in_again() {
    let mut desk = TestDesk::new(1);
    let volume = plan("a", "sample", &[("1 总则", "先核实再报告")]);
    desk.log().shelve(vec![volume.clone()]).expect("is known");
    desk.log().fill_index().expect("is filled");
    desk.open();
    desk.log().shelve(vec![volume.clone()]).expect("is known");
    let progress = desk.log().search_progress().expect("is known");
    assert_eq!(progress.volumes_behind, 0, "its content is known");
    let mut changed = volume;
    changed.state = "in_force".to_owned();
    desk.log().shelve(vec![changed]).expect("is known");
    let progress = desk.log().search_progress().expect("is known");
    assert_eq!(
        progress.volumes_behind, 1,
        "another state is another content"
    );
}

#[test]
fn what_stands_there_as_typed_comes_before_what_means_the_same() {
    let desk = TestDesk::new(1);
    let volume = plan(
        "a",
        "sample",
        &[("1", "泄漏处置"), ("2", "泄露处置"), ("3", "其他")],
    );
    desk.log().shelve(vec![volume]).expect("is known");
    let query = SearchQuery::read("泄露", |_| vec!["泄漏".to_owned()]);
    for when in ["read", "looked up"] {
        let found = desk
            .log()
            .search_library(&query, &all())
            .expect("can be searched");
        let places: Vec<_> = seen(&found).into_iter().map(|(_, place)| place).collect();
        assert_eq!(places, ["plan:a#1", "plan:a#0"], "{when}: as typed first");
        desk.log().fill_index().expect("is filled");
    }
}

#[test]
fn filters_leave_out_and_choices_say_what() {
    let desk = TestDesk::new(1);
    let volumes = ["a", "b", "c"].map(|id| {
        let state = if id == "c" { "draft" } else { "in_force" };
        plan(
            id,
            state,
            &[("1 疏散", "组织群众疏散"), ("2 警戒", "疏散前先警戒")],
        )
    });
    desk.log().shelve(volumes.to_vec()).expect("is known");
    desk.log().fill_index().expect("is filled");
    let with = |wanted: Wanted| {
        let found = desk.log().search_library(&typed("疏散"), &wanted);
        found.expect("can be searched")
    };
    let total = |wanted: Wanted| with(wanted).groups.first().map_or(0, |group| group.total);
    assert_eq!(total(all()), 6, "all of them");
    assert_eq!(
        total(Wanted {
            unit: "演练 a 局".into(),
            ..all()
        }),
        2,
        "of one unit"
    );
    assert_eq!(
        total(Wanted {
            field: "field_b".into(),
            ..all()
        }),
        2,
        "of one field"
    );
    assert_eq!(
        total(Wanted {
            state: "in_force".into(),
            ..all()
        }),
        4,
        "in one state"
    );
    assert_eq!(
        total(Wanted {
            kinds: vec![SearchKind::Law],
            ..all()
        }),
        0,
        "of another kind"
    );
    let choices = with(Wanted {
        unit: "演练 a 局".into(),
        ..all()
    });
    assert_eq!(
        choices.states,
        [("in_force".to_owned(), 4), ("draft".to_owned(), 2)],
        "whatever the filter"
    );
}

#[test]
fn pages_are_parts_of_one_order() {
    let desk = TestDesk::new(1);
    let volumes = ["a", "b", "c"].map(|id| {
        let clauses = [("1 疏散", "组织群众疏散"), ("2 警戒", "疏散前先警戒")];
        plan(id, "in_force", &clauses)
    });
    desk.log().shelve(volumes.to_vec()).expect("is known");
    desk.log().fill_index().expect("is filled");
    let with = |wanted: Wanted| {
        let found = desk.log().search_library(&typed("疏散"), &wanted);
        found.expect("can be searched")
    };
    let mut pages = Vec::new();
    for offset in 0..6 {
        let page = with(Wanted {
            offset,
            limit: 1,
            ..Wanted::default()
        });
        pages.extend(seen(&page));
    }
    assert_eq!(
        pages,
        seen(&with(all())),
        "pages are parts of the same order"
    );
}

#[test]
fn a_contact_is_found_by_what_was_entered_last() {
    let desk = TestDesk::new(1);
    let person = |phone: &str| {
        let person = PersonRegistered {
            name: "演练 王工".into(),
            phone: phone.into(),
            ..PersonRegistered::default()
        };
        Draft::plain("P1", Fact::PersonRegistered(person))
    };
    desk.log()
        .observe(vec![person("000-1111"), person("000-2222")], &who())
        .expect("is written");
    for when in ["read", "looked up"] {
        let now = [(SearchKind::Contact, "person:P1".to_owned())];
        assert_eq!(lines(&desk, "王工"), now, "{when}: once");
        assert_eq!(
            lines(&desk, "000-2222"),
            now,
            "{when}: by the number in force"
        );
        assert!(
            lines(&desk, "000-1111").is_empty(),
            "{when}: not by the old one"
        );
        desk.log().fill_index().expect("is filled");
    }
}

#[test]
fn anything_typed_is_plain_text() {
    let desk = TestDesk::new(1);
    desk.log()
        .observe(vec![duty_note("演练 AND NOT near 氯气")], &who())
        .expect("is written");
    desk.log().fill_index().expect("is filled");
    let hostile = [
        "\"",
        "'",
        "\"\"",
        "氯气\"",
        "氯气*",
        "*",
        "NOT",
        "AND",
        "OR OR",
        "NEAR(氯 气, 2)",
        "words:氯气",
        "^氯气",
        "-氯气",
        "(氯气",
        "氯气)",
        "{words}:氯",
        "\0氯气",
        "氯\u{7}气",
        "%_",
        "search_line",
        "'; DROP TABLE event; --",
        "\u{202E}氯气",
        "\u{E000}\u{E001}氯",
        "{}[]^$",
    ];
    for words in hostile {
        let found = desk.log().search_lines(&typed(words), &all());
        assert!(found.is_ok(), "{words:?} is searched: {found:?}");
        let found = desk.log().search_library(&typed(words), &all());
        assert!(found.is_ok(), "{words:?} is searched: {found:?}");
    }
    for words in ["NOT near", "and", "\"氯气\"", "(氯气)", "氯气*"] {
        assert_eq!(lines(&desk, words).len(), 1, "{words:?} stands there");
    }
    let long = "氯".repeat(10 * 1024);
    assert!(lines(&desk, &long).is_empty(), "ten kilobytes do no harm");
}

#[test]
fn a_damaged_index_hides_nothing_and_is_made_anew() {
    let mut desk = TestDesk::new(1);
    let facts = (0..50).map(|n| duty_note(&format!("演练氯气 第{n}条")));
    desk.log()
        .observe(facts.collect(), &who())
        .expect("is written");
    desk.log().fill_index().expect("is filled");
    desk.log = None;
    let conn = rusqlite::Connection::open(desk.path()).expect("opens");
    conn.execute(
        "UPDATE search_line_data SET block = x'00' WHERE id > 10",
        [],
    )
    .expect("the index is damaged");
    drop(conn);
    desk.open();
    assert_eq!(lines(&desk, "氯气").len(), 50, "the log is read instead");
    desk.log().drop_index(Vec::new()).expect("is emptied");
    desk.log().fill_index().expect("is filled again");
    assert_eq!(lines(&desk, "氯气").len(), 50, "and looked up again");
    desk.assert_whole();
}

#[test]
fn a_log_is_searched_beside_the_desk_that_has_it() {
    let desk = TestDesk::new(1);
    desk.log()
        .observe(
            vec![duty_note("演练氯气"), team_report("T1", "演练：已到达")],
            &who(),
        )
        .expect("is written");
    let volume = plan("a", "sample", &[("1 总则", "氯气泄漏")]);
    desk.log().fill_index().expect("is filled");
    let path = desk.path();
    let found = crate::search_file(Some(&path), vec![volume.clone()], &typed("氯气"), &all());
    let found = found.expect("can be searched");
    let kinds: Vec<SearchKind> = found.groups.iter().map(|group| group.kind).collect();
    assert_eq!(
        kinds,
        [SearchKind::Clause, SearchKind::Line],
        "plan and log"
    );
    assert_eq!(found.lines_behind, 0, "the index has both lines");
    let found = crate::search_file(None, vec![volume], &typed("氯气"), &all());
    assert_eq!(
        found.expect("can be searched").groups.len(),
        1,
        "a plan without a log"
    );
}
