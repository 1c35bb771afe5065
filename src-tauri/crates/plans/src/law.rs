//! The articles of laws that the program refers to, word for word, for reading and the search.
//!
//! They are data, `assets/law/articles.json`; laws are not under copyright (著作权法 第五条).

use std::sync::LazyLock;

use serde::Deserialize;

use crate::legal_duty::article_words;

/// The articles that ship with the program.
const SHIPPED: &str = include_str!("../../../../assets/law/articles.json");

static LAWS: LazyLock<LawFile> =
    LazyLock::new(|| serde_json::from_str(SHIPPED).expect("the shipped articles can be read"));

#[derive(Deserialize)]
struct LawFile {
    laws: Vec<Law>,
}

/// A law, a regulation or rules of which some articles ship.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Law {
    /// Its name with the year or number, as the cards of plans name it.
    pub name: String,
    /// Who issued or amended it, and when.
    pub issued: String,
    /// Its articles that ship, in their order.
    pub articles: Vec<Article>,
}

/// One article (条).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Article {
    /// Its number.
    pub number: u32,
    /// Its paragraphs and items, word for word.
    pub text: Vec<String>,
}

impl Article {
    /// 第七十三条.
    #[must_use]
    pub fn words(&self) -> String {
        article_words(self.number)
    }
}

/// Every law of which articles ship.
#[must_use]
pub fn all() -> &'static [Law] {
    &LAWS.laws
}

#[test]
fn every_duty_stands_in_an_article_that_ships_with_as_many_items() {
    use crate::legal_duty;
    for duty in legal_duty::all() {
        let law = all().iter().find(|law| law.name == duty.law);
        let law = law.unwrap_or_else(|| panic!("{} ships", duty.law));
        let article = law.articles.iter().find(|one| one.number == duty.article);
        let article = article.unwrap_or_else(|| panic!("{} ships", duty.citation()));
        let items = article.text.iter().filter(|line| line.starts_with('（'));
        let of_it = legal_duty::all()
            .iter()
            .filter(|other| other.law == duty.law && other.article == duty.article);
        assert_eq!(
            items.count(),
            of_it.count(),
            "the items of {}",
            duty.citation()
        );
    }
}
