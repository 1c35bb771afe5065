use super::*;
use crate::parse::parse;
use proptest::prelude::*;

fn plan(body: &str) -> Plan {
    parse(&format!("+++\nid='a'\n+++\n\n{body}")).0
}

/// Each clause with what became of it.
fn told(old: &str, new: &str) -> Vec<String> {
    let found = compare(&plan(old), &plan(new));
    let one = |change: &ClauseChange| {
        let what = match (change.old, change.new, change.moved, change.changed) {
            (None, ..) => "added",
            (_, None, ..) => "removed",
            (_, _, true, true) => "moved and changed",
            (_, _, true, false) => "moved",
            (_, _, false, true) => "changed",
            _ => "same",
        };
        let heading = if change.new.is_some() {
            &change.new_heading
        } else {
            &change.old_heading
        };
        format!("{what} {heading}")
    };
    found.clauses.iter().map(one).collect()
}

const OLD: &str = "# 1 总则\n\n为了救人，制定本预案。\n\n# 2 职责\n\n区应急局负责协调，区公安分局负责警戒。\n\n\
    # 3 响应\n\n发生事故后，立即启动响应，派出力量处置。\n\n# 4 附则\n\n本预案自印发之日起施行。\n";

#[test]
fn a_version_against_itself_has_no_change() {
    let found = compare(&plan(OLD), &plan(OLD));
    assert_eq!((found.same, found.clauses.len()), (4, 4), "all stayed");
    let any = found
        .clauses
        .iter()
        .any(|c| c.moved || c.changed || !c.segments.is_empty());
    assert!(!any, "and nothing is told of them");
}

#[test]
fn each_kind_of_change_is_told_for_its_clause() {
    let changed = OLD.replace("负责警戒", "负责警戒和交通管制");
    assert_eq!(
        told(OLD, &changed),
        [
            "same 1 总则",
            "changed 2 职责",
            "same 3 响应",
            "same 4 附则"
        ],
    );
    let added = OLD.replace("# 4 附则", "# 4 保障\n\n储备沙袋和水泵。\n\n# 5 附则");
    assert_eq!(
        told(OLD, &added),
        [
            "same 1 总则",
            "same 2 职责",
            "same 3 响应",
            "added 4 保障",
            "same 5 附则"
        ],
        "a new number alone is no change"
    );
    assert_eq!(
        told(&added, OLD),
        [
            "same 1 总则",
            "same 2 职责",
            "same 3 响应",
            "removed 4 保障",
            "same 4 附则"
        ],
        "the other way round, where it stood"
    );
    let (head, rest) = OLD.split_once("# 2").expect("a second clause");
    let (second, rest) = rest.split_once("# 3").expect("a third clause");
    let moved = format!("{head}# 3{rest}\n# 2{second}");
    assert_eq!(
        told(OLD, &moved),
        ["same 1 总则", "same 3 响应", "same 4 附则", "moved 2 职责"],
    );
    let both = moved.replace("负责警戒", "负责现场警戒");
    assert_eq!(
        told(OLD, &both)[3],
        "moved and changed 2 职责",
        "found again by its words"
    );
    let renamed = OLD.replace("# 3 响应", "# 3 应急响应");
    assert_eq!(
        told(OLD, &renamed)[2],
        "changed 3 应急响应",
        "another heading over the same words"
    );
}

#[test]
fn a_changed_clause_shows_the_words_and_a_changed_card_its_rows() {
    let changed = OLD.replace("负责警戒", "负责警戒和交通管制");
    let found = compare(&plan(OLD), &plan(&changed));
    let segments = &found.clauses[1].segments;
    let told: Vec<_> = segments.iter().map(|s| (s.kind, s.text.as_str())).collect();
    assert_eq!(
        told,
        [
            (SegmentKind::Same, "区应急局负责协调，区公安分局负责警戒"),
            (SegmentKind::Added, "和交通管制"),
            (SegmentKind::Same, "。\n"),
        ],
    );
    let card =
        "# 1\n\n```card\nid='a'\nwhat='报告'\nwho='值班员'\nwithin_min=30\nconfirm='回执'\n```\n";
    let later = card.replace("30", "20");
    let found = compare(&plan(card), &plan(&later));
    let text: String = found.clauses[0]
        .segments
        .iter()
        .map(|s| s.text.as_str())
        .collect();
    assert!(text.contains("时限（分钟）"), "the row is named: {text}");
    assert_eq!(found.changed, 1);
}

fn clauses() -> impl Strategy<Value = String> {
    let clause = ("[一二三]、[甲乙丙丁]{1,3}", "[甲乙丙丁，。]{0,12}");
    prop::collection::vec(clause, 0..8).prop_map(|all| {
        let all = all.into_iter();
        all.map(|(head, text)| format!("# {head}\n\n{text}\n\n"))
            .collect()
    })
}

proptest! {
    #[test]
    fn every_clause_is_told_once_and_both_versions_can_be_read_off(a in clauses(), b in clauses()) {
        let (old, new) = (plan(&a), plan(&b));
        let found = compare(&old, &new);
        let mut olds: Vec<u32> = found.clauses.iter().filter_map(|c| c.old).collect();
        let news: Vec<u32> = found.clauses.iter().filter_map(|c| c.new).collect();
        prop_assert!(news.is_sorted(), "the new version is in its order");
        olds.sort_unstable();
        prop_assert_eq!(olds, (0..old.clauses.len() as u32).collect::<Vec<_>>());
        prop_assert_eq!(news, (0..new.clauses.len() as u32).collect::<Vec<_>>());
        for change in found.clauses.iter().filter(|c| !c.segments.is_empty()) {
            let read = |gone: SegmentKind| -> String {
                let kept = change.segments.iter().filter(|s| s.kind != gone);
                kept.map(|s| s.text.as_str()).collect()
            };
            let lines = |plan: &Plan, at: Option<u32>| -> String {
                let lines = at.map(|at| sides(plan)[at as usize].lines.clone());
                lines.into_iter().flatten().map(|line| line + "\n").collect()
            };
            prop_assert_eq!(read(SegmentKind::Added), lines(&old, change.old));
            prop_assert_eq!(read(SegmentKind::Removed), lines(&new, change.new));
        }
    }
}
