//! What every shipped plan has to hold.

use std::collections::HashSet;

use super::laws::{cited, is_exact};
use super::{LIBRARY, SHIPPED};
use crate::level::LEVELS;
use crate::library::{LibraryPlan, PlanLibrary};
use crate::parse::parse;
use crate::plan::{Block, Clause, KEY_FIELDS, Plan, PlanKind, PlanStatus, TO_CONFIRM, cards_for};
use crate::render::render;

/// Chapters of the plan of a government, a department or a street: 突发事件应急预案管理办法
/// (国办发〔2024〕5号) art. 8 to 10 and 15, in the order that is in use.
const GOVERNMENT: [&str; 8] = [
    "总则",
    "组织指挥体系与职责",
    "监测预警",
    "应急响应",
    "后期处置",
    "应急保障",
    "预案管理",
    "附则",
];

/// Chapters of the plan of a community: the six contents of art. 15, and the care of the plan.
const COMMUNITY: [&str; 8] = [
    "风险点位",
    "应急响应责任人",
    "预警信息传播与响应",
    "人员转移避险",
    "应急处置措施",
    "应急资源调用",
    "预案管理",
    "附则",
];

/// Chapters of a firm's on-site plan: GB/T 29639-2020, 8.1 to 8.4 and chapter 9.
const FIRM_SITE: [&str; 5] = [
    "事故风险描述",
    "应急工作职责",
    "应急处置",
    "注意事项",
    "附件",
];

/// What a warning states: 突发事件应对法 (2024) art. 64.
const WARNING: [&str; 8] = [
    "预警类别",
    "预警级别",
    "起始时间",
    "可能影响的范围",
    "警示事项",
    "应当采取的措施",
    "发布单位",
    "发布时间",
];

/// Public numbers that anyone may dial: police, fire, ambulance, lift rescue of the city.
const PUBLIC_NUMBERS: [&str; 4] = ["110", "119", "120", "96333"];

/// Beginning of the table of contacts.
const CONTACTS: &str = "| 单位 | 岗位 | 电话（演练号码） | 备用 |";

/// Digits from which on a run of them could be a telephone number.
const PHONE_DIGITS: usize = 7;

fn texts(clause: &Clause) -> impl Iterator<Item = &str> {
    clause.blocks.iter().filter_map(|block| match block {
        Block::Text(text) => Some(text.as_str()),
        Block::Card(_) | Block::Level(_) => None,
    })
}

/// The text of a chapter with all clauses below it.
fn chapter(plan: &Plan, title: &str) -> String {
    let mut inside = false;
    let mut all = String::new();
    for clause in &plan.clauses {
        if clause.depth == 1 {
            inside = clause.title() == title;
        }
        if inside {
            all.push_str(&texts(clause).collect::<Vec<_>>().join("\n"));
            all.push('\n');
        }
    }
    all
}

#[test]
fn they_have_no_defects_and_read_back_the_same() {
    for (path, text) in SHIPPED {
        let (plan, defects) = parse(text);
        assert_eq!(defects, [], "{path} is sound");
        assert_eq!(parse(&render(&plan)).0, plan, "{path} reads back the same");
    }
    let (library, defects) = PlanLibrary::load(SHIPPED);
    assert_eq!(
        defects,
        [],
        "the library is sound, every upper plan is there"
    );
    assert_eq!(library.len(), SHIPPED.len(), "every plan is in it");
    let paths: Vec<_> = SHIPPED.iter().map(|(path, _)| path).collect();
    assert!(paths.is_sorted(), "by path, so that none is there twice");
}

#[test]
fn they_are_the_plans_that_a_district_needs() {
    let count = |kind| {
        let of_kind = LIBRARY.iter().filter(|held| held.plan.front.kind == kind);
        of_kind.count()
    };
    assert_eq!(count(PlanKind::General), 1, "one general plan");
    assert_eq!(count(PlanKind::Special), 8, "eight kinds of incidents");
    assert_eq!(count(PlanKind::Department), 1, "one of a department");
    assert_eq!(count(PlanKind::Community), 2, "one street, one community");
    assert_eq!(count(PlanKind::FirmSite), 1, "one firm's on-site plan");
}

#[test]
fn they_say_that_they_are_samples() {
    for held in LIBRARY.iter() {
        let (path, front) = (&held.path, &held.plan.front);
        assert_eq!(front.status, PlanStatus::Sample, "{path} is a sample");
        assert_eq!(front.issued, TO_CONFIRM, "{path} was never issued");
        assert!(
            front.notice.contains(TO_CONFIRM),
            "{path} says so to the reader"
        );
        for rule in held.plan.levels() {
            assert!(rule.to_confirm, "{path}: thresholds are not confirmed");
        }
        let last = if front.kind == PlanKind::FirmSite {
            "附件"
        } else {
            "附则"
        };
        let open = chapter(&held.plan, last);
        let rows = open.lines().filter(|line| line.ends_with("| 待区里确认 |"));
        assert!(rows.count() >= 4, "{path} lists what is to be filled in");
    }
}

#[test]
fn each_says_where_it_stands() {
    for held in LIBRARY.iter() {
        let (path, front) = (&held.path, &held.plan.front);
        assert!(!front.scope.is_empty(), "{path} says what it covers");
        assert!(!front.fields.is_empty(), "{path} serves a key field");
        for field in &front.fields {
            assert!(KEY_FIELDS.contains(&field.as_str()), "{path}: {field}");
        }
    }
    let general = &LIBRARY.get("general").expect("shipped").plan.front;
    assert_eq!(
        general.fields, KEY_FIELDS,
        "a field without a plan of its own falls to the general plan"
    );
}

#[test]
fn every_link_names_a_plan_that_names_it_back() {
    let front = |path: &str, id: &str| {
        let held = LIBRARY.get(id);
        &held
            .unwrap_or_else(|| panic!("{path} names {id}, which is not there"))
            .plan
            .front
    };
    for held in LIBRARY.iter() {
        let (path, own) = (&held.path, &held.plan.front);
        for id in &own.upper {
            assert!(
                front(path, id).lower.contains(&own.id),
                "{id} knows {path} below it"
            );
        }
        for id in &own.lower {
            assert!(
                front(path, id).upper.contains(&own.id),
                "{id} knows {path} above it"
            );
        }
        for id in &own.across {
            assert!(
                front(path, id).across.contains(&own.id),
                "{id} knows {path} beside it"
            );
        }
        let links = [&own.upper, &own.lower, &own.across];
        let named: Vec<_> = links.into_iter().flatten().collect();
        let once: HashSet<_> = named.iter().collect();
        assert_eq!(once.len(), named.len(), "{path} names each plan once");
        assert!(!named.contains(&&own.id), "{path} is not beside itself");
        assert!(!named.is_empty(), "{path} does not stand alone");
    }
}

#[test]
fn each_has_the_headings_of_its_kind_in_order() {
    for held in LIBRARY.iter() {
        let chapters: Vec<_> = held.plan.clauses.iter().filter(|c| c.depth == 1).collect();
        let titles: Vec<_> = chapters.iter().map(|c| c.title()).collect();
        let demanded: &[&str] = match held.plan.front.kind {
            PlanKind::FirmSite => &FIRM_SITE,
            PlanKind::Community if held.path.starts_with("community/") => &COMMUNITY,
            _ => &GOVERNMENT,
        };
        assert_eq!(titles, demanded, "{}", held.path);
        numbers_follow(held);
    }
}

/// Chapters count 1, 2, 3 and clauses 1.1, 1.2; no chapter is empty.
fn numbers_follow(held: &LibraryPlan) {
    let (mut chapter, mut section) = (0, 1);
    for clause in held.plan.clauses.iter().filter(|c| c.depth > 0) {
        let number = clause.number().map(|number| number.parts);
        if clause.depth == 1 {
            assert!(section > 0, "{}: chapter {chapter} is empty", held.path);
            (chapter, section) = (chapter + 1, 0);
            assert_eq!(number, Some(vec![chapter]), "{}", held.path);
        } else {
            section += 1;
            assert_eq!(number, Some(vec![chapter, section]), "{}", held.path);
        }
        let says = !clause.blocks.is_empty() || clause.depth == 1;
        assert!(says, "{}: {} says something", held.path, clause.heading);
    }
}

#[test]
fn a_warning_has_its_eight_elements() {
    for held in LIBRARY.iter() {
        let title = match held.plan.front.kind {
            PlanKind::FirmSite => continue,
            PlanKind::Community if held.path.starts_with("community/") => "预警信息传播与响应",
            _ => "监测预警",
        };
        let text = chapter(&held.plan, title);
        for element in WARNING {
            assert!(
                text.contains(&format!("| {element} |")),
                "{}: {element}",
                held.path
            );
        }
    }
}

#[test]
fn each_has_its_levels_and_enough_cards() {
    for held in LIBRARY.iter() {
        let (path, plan) = (&held.path, &held.plan);
        let firm = plan.front.kind == PlanKind::FirmSite;
        for level in LEVELS {
            // GB/T 29639-2020 knows no levels in an on-site plan.
            assert_eq!(plan.level(level).is_some(), !firm, "{path}, {level:?}");
            let cards = cards_for(plan, level);
            assert!(cards.len() >= 7, "{path}: {} cards", cards.len());
        }
        for rule in plan.levels() {
            assert!(!rule.decides.is_empty(), "{path} says who decides");
            assert!(!rule.sources.is_empty(), "{path} says where it comes from");
        }
    }
}

#[test]
fn each_card_can_be_carried_out() {
    let standard = include_str!("../../../../../assets/standards/gbt38565.json");
    let mut ids = HashSet::new();
    for held in LIBRARY.iter() {
        for (clause, card) in held.plan.cards() {
            let id = &card.id;
            assert!(
                ids.insert(id.clone()),
                "{id} is one card in the whole library"
            );
            assert!(
                clause.number().is_some(),
                "{id} stands under a numbered clause"
            );
            assert!(card.within_min > 0, "{id} has a time");
            for need in &card.needs {
                let one = need.capability.is_empty() != need.supply.is_empty();
                assert!(one, "{id}: a need is a capability or a supply");
                assert!(need.quantity > 0, "{id}: a need has a number");
                assert!(
                    need.supply.is_empty() || standard.contains(&format!("\"{}\"", need.supply)),
                    "{id}: {} is a code of GB/T 38565-2020",
                    need.supply
                );
            }
        }
    }
}

#[test]
fn every_card_that_a_text_names_is_there() {
    for held in LIBRARY.iter() {
        let ids: HashSet<_> = held
            .plan
            .cards()
            .map(|(_, card)| card.id.as_str())
            .collect();
        let rows = held.plan.clauses.iter().flat_map(texts);
        let rows = rows
            .flat_map(str::lines)
            .filter(|line| line.contains("、") || line.contains('|'));
        for word in rows.flat_map(|line| line.split(['|', '、', ' '])) {
            let looks_like = ids
                .iter()
                .filter_map(|id| id.split_once('-'))
                .any(|(stem, _)| {
                    word.strip_prefix(stem)
                        .is_some_and(|rest| rest.starts_with('-'))
                });
            let plan = LIBRARY.get(word).is_some();
            assert!(
                !looks_like || plan || ids.contains(word),
                "{}: {word}",
                held.path
            );
        }
    }
}

#[test]
fn every_article_of_law_exists() {
    let mut found = 0;
    for (path, text) in SHIPPED {
        for one in cited(text) {
            assert_eq!(one.fault, None, "{path}: {}", one.words);
            found += 1;
        }
    }
    assert!(found > 300, "the plans name the law: {found} articles");
    for held in LIBRARY.iter() {
        for (_, card) in held.plan.cards() {
            for law in &card.law {
                assert!(is_exact(law), "{}: {law}", card.id);
            }
        }
    }
}

#[test]
fn the_duties_of_the_law_are_in_the_plans_item_by_item() {
    let clause = |id: &str, title: &str| {
        let plan = &LIBRARY.get(id).expect("shipped").plan;
        let clause = plan.clauses.iter().find(|c| c.title() == title);
        texts(clause.expect("the clause is there"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    for (id, title, items) in [
        ("general", "三级、四级警报期间", 5),
        ("general", "一级、二级警报期间", 8),
        ("general", "法定处置措施逐项核对", 11),
        ("hazardous-chemicals", "法定处置措施逐项核对", 4),
    ] {
        let text = clause(id, title);
        let named = text.lines().filter(|line| line.starts_with("| 第（"));
        assert_eq!(named.count(), items, "{id}: {title}");
    }
}

#[test]
fn no_telephone_number_can_reach_anyone_by_mistake() {
    for (path, text) in SHIPPED {
        let body = text.splitn(3, "+++\n").nth(2).expect("a body");
        for line in body.lines() {
            no_real_number(path, line);
        }
        let table = body.split_once(CONTACTS);
        let (_, rows) = table.unwrap_or_else(|| panic!("{path} has a table of contacts"));
        let rows: Vec<_> = rows
            .lines()
            .skip(2)
            .take_while(|line| line.starts_with('|'))
            .collect();
        assert!(rows.len() >= 10, "{path} says whom to call");
        for row in rows {
            let cells: Vec<_> = row.trim_matches('|').split('|').map(str::trim).collect();
            assert_eq!(cells.len(), 4, "{path}: {row}");
            assert!(is_exercise_number(cells[2]), "{path}: {row}");
            let spare = cells[3];
            assert!(
                spare.is_empty() || PUBLIC_NUMBERS.contains(&spare) || is_exercise_number(spare),
                "{path}: {row}"
            );
        }
    }
}

/// 000-0101-0001（演练）: no number begins with 000.
fn is_exercise_number(cell: &str) -> bool {
    let number = cell.strip_suffix("（演练）");
    number.is_some_and(|number| {
        let shape = |c: char| if c.is_ascii_digit() { '0' } else { c };
        number.starts_with("000-") && number.chars().map(shape).eq("000-0000-0000".chars())
    })
}

fn no_real_number(path: &str, line: &str) {
    let is_part = |c: char| c.is_ascii_digit() || c == '-';
    let mut rest = line;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = rest[start..].find(|c| !is_part(c));
        let end = end.map_or(rest.len(), |end| start + end);
        let run = &rest[start..end];
        let digits = run.chars().filter(char::is_ascii_digit).count();
        let before = rest[..start].trim_end();
        let standard = before.ends_with("GB/T") || before.ends_with("GB");
        assert!(
            digits < PHONE_DIGITS
                || standard
                || run.starts_with("000-")
                || line.starts_with("  { supply = "),
            "{path}: {run} could be dialled"
        );
        rest = &rest[end..];
    }
}
