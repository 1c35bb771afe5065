//! Departments of the settings and people of the log are one kind of hit.

use emergency::decide::Draft;
use emergency::fact::Fact;
use emergency::person::PersonRegistered;

use super::{all, plan, seen, typed};
use crate::sample::{TestDesk, who};
use crate::{SearchKind, Wanted};

#[test]
fn departments_and_people_are_one_group_of_one_order_in_the_desk_and_beside_it() {
    let desk = TestDesk::new(1);
    let people = (0..3).map(|n| {
        let person = PersonRegistered {
            name: format!("演练 王工{n}"),
            ..PersonRegistered::default()
        };
        Draft::plain(format!("P{n}"), Fact::PersonRegistered(person))
    });
    desk.log()
        .observe(people.collect(), &who())
        .expect("is written");
    let mut volume = plan("a", "", &[("演练 甲局", "王工"), ("演练 乙局", "王工")]);
    volume.key = "contacts".to_owned();
    for passage in &mut volume.passages {
        passage.kind = SearchKind::Contact;
    }
    desk.log().shelve(vec![volume.clone()]).expect("is known");
    let query = typed("王工");
    let of = |wanted: &Wanted| {
        let found = desk.log().search_library(&query, wanted);
        let found = found.expect("can be searched");
        let found = found.with_lines(wanted, |wanted| desk.log().search_lines(&query, wanted));
        let inside = found.expect("can be searched");
        let beside = crate::search_file(Some(&desk.path()), vec![volume.clone()], &query, wanted);
        assert_eq!(
            beside.expect("can be searched"),
            inside,
            "both answer the same of {wanted:?}"
        );
        inside
    };
    let whole = of(&all());
    let totals: Vec<_> = whole
        .groups
        .iter()
        .map(|one| (one.kind, one.total))
        .collect();
    assert_eq!(totals, [(SearchKind::Contact, 5)], "one group of all");
    assert!(whole.lines_behind > 0, "nothing is in the index yet");
    let mut pages = Vec::new();
    for offset in 0..5 {
        pages.extend(seen(&of(&Wanted {
            offset,
            limit: 1,
            ..Wanted::default()
        })));
    }
    assert_eq!(pages, seen(&whole), "pages are parts of the same order");
}
