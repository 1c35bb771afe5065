//! The laws that a shipped plan may name, and a reader of the articles that it names.
//!
//! The numbers of articles and items were counted in the texts of the laws. A law that is not in
//! this list was not read, so a plan may not name an article of it.

use crate::number::chinese_figure;

/// Characters before an article in which the name of its law is looked for.
const LOOK_BACK_CHARS: usize = 60;

/// A law that was read.
pub(super) struct Law {
    /// How a card names it, and after that the other ways in use.
    names: &'static [&'static str],
    /// How many articles it has.
    articles: u32,
    /// Items (项) of the articles whose items are named: article, items.
    items: &'static [(u32, u32)],
    /// The articles that were read, when it was not the whole law; else empty.
    only: &'static [u32],
}

const fn whole(names: &'static [&'static str], articles: u32, items: &'static [(u32, u32)]) -> Law {
    Law {
        names,
        articles,
        items,
        only: &[],
    }
}

/// Every law that was read.
const LAWS: [Law; 13] = [
    whole(
        &["突发事件应对法（2024）"],
        106,
        &[(66, 5), (67, 8), (73, 11)],
    ),
    whole(&["危险化学品安全法（2025）"], 127, &[(95, 4)]),
    whole(
        &["生产安全事故报告和调查处理条例（国务院令第493号）"],
        46,
        &[],
    ),
    whole(
        &["生产安全事故应急条例（国务院令第708号）"],
        35,
        &[(17, 7), (18, 8)],
    ),
    whole(
        &["特种设备安全监察条例（国务院令第549号）"],
        103,
        &[(61, 4), (62, 4), (63, 5), (64, 6)],
    ),
    whole(&["防汛条例"], 49, &[]),
    whole(&["山东省安全生产条例（2021）"], 80, &[]),
    whole(&["山东省突发事件应对条例（2012）"], 52, &[]),
    whole(&["山东省突发事件应急保障条例（2020）"], 93, &[]),
    whole(
        &[
            "生产安全事故信息报告和处置办法（原安全监管总局令第21号）",
            "21号令",
        ],
        28,
        &[(18, 4), (26, 6)],
    ),
    whole(
        &["生产安全事故应急预案管理办法（应急管理部令第2号）"],
        49,
        &[],
    ),
    whole(
        &["突发事件应急预案管理办法（国办发〔2024〕5号）"],
        43,
        &[(26, 7), (35, 6)],
    ),
    Law {
        names: &["特种设备事故报告和调查处理规定（市场监管总局令第50号）"],
        articles: 11,
        items: &[],
        only: &[7, 11],
    },
];

/// An article that a text names.
#[derive(Debug, PartialEq)]
pub(super) struct Cited {
    /// The words from the name of the law on.
    pub(super) words: String,
    /// What is wrong with it, or nothing.
    pub(super) fault: Option<&'static str>,
}

/// Every article (第X条) that the text names, in its order.
pub(super) fn cited(text: &str) -> Vec<Cited> {
    let marks = text.match_indices('第').map(|(at, _)| at);
    marks.filter_map(|at| cited_at(text, at)).collect()
}

fn cited_at(text: &str, at: usize) -> Option<Cited> {
    let (article, rest) = article(&text[at..])?;
    let item = item(rest);
    let before = look_back(&text[..at]);
    let named = LAWS
        .iter()
        .flat_map(|law| law.names.iter().map(move |name| (law, name)))
        .filter_map(|(law, name)| Some((before.rfind(name)?, law)))
        .max_by_key(|(place, _)| *place);
    let Some((place, law)) = named else {
        let words = format!("{before}第{article}条");
        let fault = Some("no law that was read stands before it");
        return Some(Cited { words, fault });
    };
    Some(Cited {
        words: format!("{}第{article}条第{item:?}项", &before[place..]),
        fault: law.fault(article, item),
    })
}

/// Whether a card names an article as cards do: the law, the article, the item, and no more.
pub(super) fn is_exact(citation: &str) -> bool {
    LAWS.iter().any(|law| {
        let Some(rest) = citation.strip_prefix(law.names[0]) else {
            return false;
        };
        article(rest).is_some_and(|(number, rest)| {
            let end = item(rest).map_or(rest, |_| after_item(rest));
            end.is_empty() && law.fault(number, item(rest)).is_none()
        })
    })
}

impl Law {
    fn fault(&self, article: u32, item: Option<u32>) -> Option<&'static str> {
        if article == 0 || article > self.articles {
            return Some("the law has no such article");
        }
        if !self.only.is_empty() && !self.only.contains(&article) {
            return Some("this article was not read");
        }
        let item = item?;
        let known = self.items.iter().find(|(number, _)| *number == article);
        match known {
            None => Some("the items of this article were not counted"),
            Some((_, items)) if item == 0 || item > *items => Some("the article has no such item"),
            Some(_) => None,
        }
    }
}

/// The number of 第X条 at the start of the text, and what follows.
fn article(text: &str) -> Option<(u32, &str)> {
    let (number, rest) = chinese_figure(text.strip_prefix('第')?)?;
    Some((number, rest.strip_prefix('条')?))
}

/// The number of 第（X）项 at the start of the text.
fn item(text: &str) -> Option<u32> {
    let (number, rest) = chinese_figure(text.strip_prefix("第（")?)?;
    rest.starts_with("）项").then_some(number)
}

fn after_item(text: &str) -> &str {
    text.split_once("）项").map_or("", |(_, rest)| rest)
}

/// The end of the line before a place.
fn look_back(before: &str) -> &str {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let starts = line.char_indices().rev().map(|(at, _)| at);
    let start = starts.take(LOOK_BACK_CHARS).last().unwrap_or(line.len());
    &line[start..]
}

#[test]
fn a_wrong_article_is_noticed() {
    for (text, fault) in [
        ("突发事件应对法（2024）第七十三条第（十一）项", None),
        (
            "突发事件应对法（2024）第六十六条、第一百零七条",
            Some("the law has no such article"),
        ),
        (
            "危险化学品安全法（2025）第九十五条第（五）项",
            Some("the article has no such item"),
        ),
        (
            "消防法第五条",
            Some("no law that was read stands before it"),
        ),
        (
            "特种设备事故报告和调查处理规定（市场监管总局令第50号）第八条",
            Some("this article was not read"),
        ),
    ] {
        let last = cited(text).pop().expect("an article is named");
        assert_eq!(last.fault, fault, "of {text}");
    }
    assert!(
        is_exact("防汛条例第三十四条") && !is_exact("防汛条例第三十四条等"),
        "a card names the article and no more"
    );
    assert_eq!(
        cited("第一时间报告；第三组"),
        [],
        "other ordinals are no articles"
    );
}
