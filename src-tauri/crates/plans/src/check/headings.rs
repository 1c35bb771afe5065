//! Headings and contents of one plan against what is demanded of its kind.

use super::demands::{self, Content, GB, Heading, MEASURES};
use super::{CheckCode, CheckFinding, Severity, folded};
use crate::plan::{Block, Clause, Plan};

pub(super) fn check(plan: &Plan) -> Vec<CheckFinding> {
    let mut found = Vec::new();
    tree(plan, demands::headings(plan.front.kind), &mut found);
    let (contents, article) = demands::contents(plan);
    for content in contents {
        found.extend(one_content(plan, content, article));
    }
    found
}

/// A clause that was taken for a heading of the standard.
struct Placed {
    heading: &'static Heading,
    index: usize,
    exact: bool,
}

fn tree(plan: &Plan, headings: &'static [Heading], found: &mut Vec<CheckFinding>) {
    let mut placed: Vec<Placed> = Vec::new();
    for heading in headings {
        match place(plan, heading, &placed) {
            Some(one) => placed.push(one),
            None => found.push(finding(
                plan,
                heading,
                CheckCode::HeadingMissing,
                heading.weight,
                "",
                format!("缺少“{}”", heading.title),
            )),
        }
    }
    for one in &placed {
        let clause = &plan.clauses[one.index];
        let title = clause.title();
        if !one.exact {
            found.push(finding(
                plan,
                one.heading,
                CheckCode::HeadingWorded,
                Severity::Notice,
                &clause.heading,
                format!("标题为“{title}”，标准为“{}”", one.heading.title),
            ));
        }
        if let Some(above) = misplaced(plan, one, &placed) {
            found.push(finding(
                plan,
                one.heading,
                CheckCode::HeadingMisplaced,
                Severity::Warning,
                &clause.heading,
                format!("“{title}”应在“{above}”之下"),
            ));
        }
    }
}

fn finding(
    plan: &Plan,
    heading: &Heading,
    code: CheckCode,
    severity: Severity,
    clause: &str,
    words: String,
) -> CheckFinding {
    CheckFinding {
        code,
        severity,
        plan: plan.front.id.clone(),
        other: String::new(),
        clause: clause.to_owned(),
        subject: heading.title.to_owned(),
        words,
        source: format!("{GB} {}", heading.clause),
    }
}

/// The clause that is this heading: in its words, then in other words; below the heading above it
/// first, then anywhere. A clause is taken once.
fn place(plan: &Plan, heading: &'static Heading, placed: &[Placed]) -> Option<Placed> {
    let parent = above(heading, placed).map(|above| above.index);
    let wanted = folded(heading.title);
    let is_exact = |title: &str| folded(title) == wanted;
    let is_like = |title: &str| {
        let title = folded(title);
        let also = heading.also.iter().map(|word| folded(word));
        title.contains(&wanted) || also.into_iter().any(|word| title.contains(&word))
    };
    let free = |index: &usize| placed.iter().all(|one| one.index != *index);
    let within =
        |index: &usize| parent.is_none_or(|parent| is_below(&plan.clauses, parent, *index));
    type Try<'a> = (&'a dyn Fn(&str) -> bool, bool, bool);
    let tries: [Try<'_>; 4] = [
        (&is_exact, true, true),
        (&is_like, true, false),
        (&is_exact, false, true),
        (&is_like, false, false),
    ];
    tries.into_iter().find_map(|(fits, must_be_within, exact)| {
        (0..plan.clauses.len())
            .filter(free)
            .filter(|index| !must_be_within || within(index))
            .find(|index| {
                plan.clauses[*index].depth > 0 && fits(annex_title(&plan.clauses[*index]))
            })
            .map(|index| Placed {
                heading,
                index,
                exact,
            })
    })
}

/// The words of a heading without 附件1.
fn annex_title(clause: &Clause) -> &str {
    let title = clause.title();
    let Some(rest) = title
        .strip_prefix("附件")
        .or_else(|| title.strip_prefix("附录"))
    else {
        return title;
    };
    rest.trim_start_matches(|c: char| {
        c.is_ascii_alphanumeric() || c.is_whitespace() || "：:．.、一二三四五六七八九十".contains(c)
    })
}

/// The heading right above one in the standard, when it was found.
fn above<'a>(heading: &Heading, placed: &'a [Placed]) -> Option<&'a Placed> {
    let (clause, _) = heading.clause.rsplit_once('.')?;
    placed.iter().find(|one| one.heading.clause == clause)
}

fn is_below(clauses: &[Clause], parent: usize, index: usize) -> bool {
    let depth = clauses[parent].depth;
    index > parent
        && clauses[parent + 1..=index]
            .iter()
            .all(|clause| clause.depth > depth)
}

/// The title of the heading above, when the clause does not stand under it.
fn misplaced<'a>(plan: &'a Plan, one: &Placed, placed: &[Placed]) -> Option<&'a str> {
    let parent = above(one.heading, placed)?;
    (!is_below(&plan.clauses, parent.index, one.index)).then(|| plan.clauses[parent.index].title())
}

fn one_content(plan: &Plan, content: &Content, article: &str) -> Option<CheckFinding> {
    let has = |text: &str| content.words.iter().any(|word| text.contains(word));
    let headed = |clause: &Clause| has(clause.title());
    if plan.clauses.iter().any(headed) {
        return None;
    }
    let in_text = |clause: &&Clause| {
        clause.blocks.iter().any(|block| match block {
            Block::Text(text) => has(text),
            Block::Card(card) => has(&card.what),
            Block::Level(rule) => rule.measures.iter().any(|measure| has(measure)),
        })
    };
    let clause = plan.clauses.iter().find(in_text);
    let (code, severity, words) = match clause {
        Some(clause) => (
            CheckCode::ContentWithoutHeading,
            Severity::Notice,
            format!("“{}”只在“{}”的正文中提到", content.name, clause.title()),
        ),
        None => (
            CheckCode::ContentMissing,
            Severity::Warning,
            format!("没有写明“{}”", content.name),
        ),
    };
    Some(CheckFinding {
        code,
        severity,
        plan: plan.front.id.clone(),
        other: String::new(),
        clause: clause.map_or_else(String::new, |clause| clause.heading.clone()),
        subject: content.name.to_owned(),
        words,
        source: format!("{MEASURES}{article}"),
    })
}
