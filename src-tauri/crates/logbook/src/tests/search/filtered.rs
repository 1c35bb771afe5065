//! What the filters leave of the newest lines, and what was not looked at.

use emergency::decide::Draft;
use emergency::fact::Fact;
use emergency::person::PersonRegistered;

use super::{all, typed};
use crate::sample::{TestDesk, who};
use crate::search::LINES_COUNTED_MAX;
use crate::{SearchKind, Wanted};

/// A person of a unit.
fn person(id: usize, unit: &str) -> Draft {
    let person = PersonRegistered {
        name: format!("演练 王工{id}"),
        unit: unit.into(),
        ..PersonRegistered::default()
    };
    Draft::plain(format!("P{id}"), Fact::PersonRegistered(person))
}

#[test]
fn a_filter_that_leaves_nothing_of_the_newest_lines_says_that_older_ones_were_not_looked_at() {
    let desk = TestDesk::new(1);
    let mut people = vec![person(0, "演练 甲局")];
    people.extend((1..LINES_COUNTED_MAX).map(|id| person(id, "演练 乙局")));
    let write = |people: Vec<Draft>| {
        for some in people.chunks(200) {
            desk.log()
                .observe(some.to_vec(), &who())
                .expect("is written");
        }
    };
    let of_unit = |unit: &str| {
        let wanted = Wanted {
            unit: unit.into(),
            ..all()
        };
        let found = desk.log().search_lines(&typed("王工"), &wanted);
        let groups = found.expect("can be searched").groups.into_iter();
        groups
            .map(|group| (group.kind, group.total, group.more))
            .collect::<Vec<_>>()
    };
    write(people);
    assert_eq!(
        of_unit("演练 丙局").len(),
        1,
        "as many as are counted may be too few"
    );
    write(vec![person(LINES_COUNTED_MAX, "演练 乙局")]);
    for when in ["read", "looked up"] {
        assert_eq!(
            of_unit("演练 甲局"),
            [(SearchKind::Contact, 0, true)],
            "{when}: none of the newest, and it is said that there may be others"
        );
        desk.log().fill_index().expect("is filled");
    }
}
