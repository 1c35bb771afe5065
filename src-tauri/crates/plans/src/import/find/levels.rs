//! Response levels with their start conditions.
//!
//! Three legal scales look alike: response levels, warning levels (红橙黄蓝) and grades of incidents
//! (特别重大 to 一般). Only what the text calls 响应 becomes a response level; nothing is converted.

mod mention;

use emergency::level::ResponseLevel;

use self::mention::{Mention, mentions};
use super::{Columns, Spot};
use crate::import::finding::{Certainty, Finding, Found, Why};
use crate::import::source::Table;

/// Lines below a level that are taken as its conditions.
const CONDITIONS_MAX: usize = 40;
/// Characters of a name of who decides.
const DECIDES_CHARS_MAX: usize = 30;
/// Characters before a level in a line that begins with it.
const START_CHARS_MAX: usize = 8;

/// Headings under which lines that begin with a level are conditions.
const ABOVE: [&str; 6] = [
    "响应分级",
    "分级响应",
    "响应级别",
    "启动条件",
    "响应条件",
    "响应启动",
];
const CONDITION_WORDS: [&str; 8] = [
    "启动条件",
    "下列情形",
    "下列条件",
    "以下条件",
    "以下情形",
    "下列情况",
    "以下情况",
    "之一的",
];
const LEVEL_HEADS: [&str; 5] = ["响应级别", "响应等级", "级别", "等级", "响应分级"];
const CONDITION_HEADS: [&str; 6] = [
    "启动条件",
    "响应条件",
    "启动标准",
    "分级标准",
    "条件",
    "情形",
];
const DECIDE_HEADS: [&str; 5] = ["决定", "启动权限", "批准", "启动主体", "指挥"];

pub(super) fn find(spots: &[Spot<'_>]) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for (index, spot) in spots.iter().enumerate() {
        if let Some(table) = spot.table {
            in_table(spots, index, table, &mut found);
        } else if spot.is_heading {
            section(spots, index, &mut found);
        } else {
            line(spots, index, &mut found);
        }
    }
    for spot in spots.iter().filter(|spot| spot.table.is_none()) {
        decided(&spot.line, spot.under(&["响应"]), &mut found);
    }
    found
}

/// Adds a level, or what is new of it. The first place that has conditions counts.
fn add(
    found: &mut Vec<Finding>,
    spot: &Spot<'_>,
    level: ResponseLevel,
    mut start: Vec<String>,
    certainty: Certainty,
    why: &[Why],
) {
    start.retain(|condition| !condition.is_empty());
    start.truncate(CONDITIONS_MAX);
    if start.is_empty() || found.iter().any(|held| is_level(held, level)) {
        return;
    }
    found.push(Finding {
        found: Found::Level {
            level,
            start,
            decides: String::new(),
        },
        certainty,
        why: why.to_vec(),
        paragraph: spot.paragraph,
        clause: spot.clause,
    });
}

fn is_level(held: &Finding, wanted: ResponseLevel) -> bool {
    matches!(&held.found, Found::Level { level, .. } if *level == wanted)
}

/// A heading with one level of response: its conditions stand below it.
fn section(spots: &[Spot<'_>], index: usize, found: &mut Vec<Finding>) {
    let spot = &spots[index];
    let title = spot.words();
    let [only] = &mentions(title)[..] else {
        return;
    };
    if !speaks_of_response(title, spot) {
        return;
    }
    let of_conditions = ["条件", "标准", "分级", "级别"]
        .iter()
        .any(|word| title.contains(word) || spot.under(&[word]));
    let below = spots[index + 1..]
        .iter()
        .take_while(|next| next.clause == spot.clause || is_below(next, spot))
        .take(CONDITIONS_MAX * 2)
        .collect::<Vec<_>>();
    let marked = below.iter().position(|next| has_condition_word(next));
    let start = match marked {
        Some(at) => conditions_from(&below[at..]),
        None if of_conditions => below
            .iter()
            .take_while(|next| !next.is_heading && next.table.is_none())
            .flat_map(|next| split(next.words()))
            .collect(),
        None => return,
    };
    let certainty = if marked.is_some() {
        Certainty::Sure
    } else {
        Certainty::Likely
    };
    let why = [Why::UnderHeading, Why::Word];
    add(found, spot, only.level, start, certainty, &why);
}

fn is_below(next: &Spot<'_>, heading: &Spot<'_>) -> bool {
    next.above.len() > heading.above.len() && next.above.starts_with(&heading.above)
}

fn has_condition_word(spot: &Spot<'_>) -> bool {
    CONDITION_WORDS.iter().any(|word| spot.line.contains(word))
}

/// 响应 in the words themselves, or above them with no other scale between.
fn speaks_of_response(words: &str, spot: &Spot<'_>) -> bool {
    if words.contains("预警") {
        return false;
    }
    if words.contains("响应") {
        return true;
    }
    let other = [
        "预警",
        "事故分级",
        "事件分级",
        "事故等级",
        "事件等级",
        "风险",
    ];
    let nearest = spot
        .above
        .iter()
        .rev()
        .find(|title| title.contains("响应") || other.iter().any(|word| title.contains(word)));
    nearest.is_some_and(|title| title.contains("响应") && !title.contains("预警"))
}

/// A paragraph with conditions: they follow the colon, or are the items below.
fn conditions_from(spots: &[&Spot<'_>]) -> Vec<String> {
    let Some(first) = spots.first() else {
        return Vec::new();
    };
    let after = first
        .line
        .split_once(['：', ':'])
        .map_or("", |(_, rest)| rest);
    if after.trim().chars().count() > 3 {
        return split(after);
    }
    spots[1..]
        .iter()
        .take_while(|next| next.is_item() && !next.is_heading && next.table.is_none())
        .take_while(|next| !has_condition_word(next))
        .flat_map(|next| split(next.words()))
        .collect()
}

/// A paragraph that begins with a level, or one that says when a level starts.
fn line(spots: &[Spot<'_>], index: usize, found: &mut Vec<Finding>) {
    let spot = &spots[index];
    let words = spot.words();
    let all = mentions(words);
    let Some(first) = all.first() else {
        return;
    };
    let is_named = all.iter().any(|mention| {
        let after = words[mention.at.end..].trim_start_matches("应急");
        after.starts_with("响应")
    });
    if !is_named && !speaks_of_response(words, spot) {
        return;
    }
    let begins = words[..first.at.start].chars().count() <= START_CHARS_MAX && all.len() == 1;
    if begins
        && (spot.under(&ABOVE) || words.contains("响应"))
        && let Some(start) = after_mention(spots, index, first)
    {
        let sure = spot.under(&ABOVE);
        let certainty = if sure {
            Certainty::Sure
        } else {
            Certainty::Likely
        };
        let why = &[Why::Word, Why::UnderHeading][..1 + usize::from(sure)];
        add(found, spot, first.level, start, certainty, why);
        return;
    }
    let started = all.iter().find(|mention| {
        let before = words[..mention.at.start].trim_end_matches(['（', '(', '区', '级', '镇']);
        before.ends_with("启动") || before.ends_with("进入")
    });
    if let Some(mention) = started {
        when(spots, index, mention, found);
    }
}

/// The conditions after "Ⅳ级响应：" or in the items below "Ⅳ级响应，符合下列条件之一：".
fn after_mention(spots: &[Spot<'_>], index: usize, mention: &Mention) -> Option<Vec<String>> {
    let spot = &spots[index];
    let words = spot.words();
    let rest = words[mention.at.end..]
        .trim_start_matches("应急")
        .trim_start_matches("响应")
        .trim_start_matches("启动条件");
    let rest = rest.trim_start_matches(['）', ')', '】', ' ']);
    let parted = rest.starts_with(['：', ':', '。', '，', '—', '-', '　']);
    let rest = rest.trim_start_matches(['：', ':', '。', '，', '—', '-', '　', ' ']);
    let lists = rest.is_empty() || rest.ends_with(['：', ':']);
    if lists {
        let next: Vec<&Spot<'_>> = spots[index + 1..]
            .iter()
            .take_while(|next| next.clause == spot.clause && next.is_item())
            .take_while(|next| mentions(next.words()).is_empty())
            .take(CONDITIONS_MAX)
            .collect();
        let start: Vec<String> = next.iter().flat_map(|next| split(next.words())).collect();
        return (!start.is_empty()).then_some(start);
    }
    let decides = ["由", "启动", "报请", "报告"]
        .iter()
        .any(|word| rest.starts_with(word));
    (parted && !decides).then(|| split(rest))
}

/// "发生较大事故……的，启动Ⅲ级响应" and "有下列情形之一的，启动Ⅲ级响应：" with items below.
fn when(spots: &[Spot<'_>], index: usize, mention: &Mention, found: &mut Vec<Finding>) {
    let spot = &spots[index];
    let words = spot.words();
    let sentence = words[..mention.at.start]
        .rsplit(['。', '；'])
        .next()
        .unwrap_or_default();
    let before = sentence
        .trim_end_matches(['（', '(', '区', '级', '镇'])
        .trim_end_matches("启动")
        .trim_end_matches("进入");
    let listed = CONDITION_WORDS[1..]
        .iter()
        .any(|word| before.contains(word));
    if listed && words.trim_end().ends_with(['：', ':']) {
        let below: Vec<&Spot<'_>> = std::iter::once(spot).chain(&spots[index + 1..]).collect();
        let start = conditions_from(&below);
        add(
            found,
            spot,
            mention.level,
            start,
            Certainty::Sure,
            &[Why::Word],
        );
        return;
    }
    // What follows the last "的，" says who acts and not when.
    let parted = before.split_once("的，");
    let when = parted.map_or(before, |(when, _)| when);
    let when = when.trim_end_matches(['，', '由', '时']).trim();
    let begins = ["发生", "出现", "当", "凡", "造成", "超出", "初判", "事故"]
        .iter()
        .any(|word| when.starts_with(word));
    if (begins || parted.is_some()) && !listed {
        let start = split(when.trim_start_matches('当'));
        add(
            found,
            spot,
            mention.level,
            start,
            Certainty::Likely,
            &[Why::Word],
        );
    }
}

fn in_table(spots: &[Spot<'_>], index: usize, table: &Table, found: &mut Vec<Finding>) {
    let spot = &spots[index];
    let kinds: [&[&str]; 3] = [&CONDITION_HEADS, &LEVEL_HEADS, &DECIDE_HEADS];
    let Some(columns) = Columns::of(table, &kinds, 2) else {
        return;
    };
    let head: String = table.rows.iter().take(2).flatten().cloned().collect();
    let before = index
        .checked_sub(1)
        .map_or("", |at| spots[at].line.as_str());
    let about = format!("{head}{before}");
    let is_response = about.contains("响应")
        || spot
            .above
            .last()
            .is_some_and(|title| title.contains("响应"));
    if !is_response || head.contains("预警") {
        return;
    }
    for row in columns.rows {
        let Some(first) = mentions(columns.cell(row, 1)).into_iter().next() else {
            continue;
        };
        let start = split(columns.cell(row, 0));
        add(
            found,
            spot,
            first.level,
            start,
            Certainty::Sure,
            &[Why::TableHead],
        );
        let decides = columns.cell(row, 2);
        set_decides(found, first.level, decides);
    }
}

/// "Ⅲ级响应由区安委会主任决定启动", "一、二级由市政府决定启动".
fn decided(line: &str, under_response: bool, found: &mut [Finding]) {
    if line.contains("预警") || !(line.contains("响应") || under_response) {
        return;
    }
    for sentence in line.split(['。', '；']) {
        let Some(name) = who_decides(sentence) else {
            continue;
        };
        for mention in mentions(sentence) {
            set_decides(found, mention.level, name);
        }
    }
}

fn who_decides(sentence: &str) -> Option<&str> {
    let end = ["决定", "批准", "宣布", "下达"]
        .iter()
        .filter_map(|verb| sentence.find(verb))
        .min()?;
    let before = &sentence[..end];
    let start = before
        .rfind(['由', '经', '报'])
        .map(|at| at + '由'.len_utf8())?;
    let name = before[start..].trim();
    (2..=DECIDES_CHARS_MAX)
        .contains(&name.chars().count())
        .then_some(name)
}

fn set_decides(found: &mut [Finding], wanted: ResponseLevel, name: &str) {
    let held = found.iter_mut().find(|held| is_level(held, wanted));
    if let Some(Finding {
        found: Found::Level { decides, .. },
        ..
    }) = held
        && decides.is_empty()
    {
        name.clone_into(decides);
    }
}

/// One condition a piece, without numbers before and stops after.
fn split(text: &str) -> Vec<String> {
    let parts = text.split(['；', ';', '\n']);
    parts
        .map(|part| {
            let words = crate::number::split_heading(part).1;
            words
                .trim_end_matches(['。', '，', '；', '.'])
                .trim_start_matches(['或', '者'])
                .trim()
                .to_owned()
        })
        .filter(|part| part.chars().count() > 1)
        .collect()
}
