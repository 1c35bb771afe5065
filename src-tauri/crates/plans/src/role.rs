//! Who a task card is for, role by role.
//!
//! A card names one role or several (`秩序维护组（公安历城分局）、专家组`); each of them needs it on
//! a sheet of its own (生产安全事故应急预案管理办法, 应急管理部令第2号, art. 19).

use crate::check::mentions;
use crate::import::{Found, find_in};
use crate::plan::{Card, Plan};

/// Roles that one card may name.
const ROLES_MAX: usize = 20;

/// The roles that a text names, parted by 、 ， ； outside of brackets.
#[must_use]
pub fn roles_in(who: &str) -> Vec<String> {
    let mut depth = 0_u32;
    let mut roles = vec![String::new()];
    for sign in who.chars() {
        match sign {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            '、' | '，' | '；' | ',' | ';' if depth == 0 && roles.len() < ROLES_MAX => {
                roles.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(role) = roles.last_mut() {
            role.push(sign);
        }
    }
    let trimmed = roles.iter().map(|role| role.trim().to_owned());
    trimmed.filter(|role| !role.is_empty()).collect()
}

/// The roles that have cards, in the order of the plan.
///
/// A role is often named in full once and in short later. The short name is the full one where
/// only one full name begins with it.
#[must_use]
pub fn roles(plan: &Plan) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for role in plan.cards().flat_map(|(_, card)| roles_in(&card.who)) {
        if !all.contains(&role) {
            all.push(role);
        }
    }
    let full: Vec<String> = all.iter().map(|role| in_full(role, &all)).collect();
    let mut each: Vec<String> = Vec::new();
    for role in full {
        if !each.contains(&role) {
            each.push(role);
        }
    }
    each
}

/// The cards of a role as [`roles`] names it, what is due first at the top and what has no limit
/// at the end.
#[must_use]
pub fn cards_of<'a>(plan: &'a Plan, role: &str) -> Vec<&'a Card> {
    let mut named: Vec<String> = Vec::new();
    for (_, card) in plan.cards() {
        named.extend(roles_in(&card.who));
    }
    let is_of = |card: &&Card| {
        let mut all = roles_in(&card.who).into_iter();
        all.any(|one| in_full(&one, &named) == role)
    };
    let mut cards: Vec<&Card> = plan.cards().map(|(_, card)| card).filter(is_of).collect();
    cards.sort_by_key(|card| card.urgency());
    cards
}

/// Who else a card is for.
#[must_use]
pub fn others(card: &Card, role: &str) -> Vec<String> {
    let short = before_bracket(role);
    let mut all = roles_in(&card.who);
    all.retain(|one| one != role && one != short);
    all
}

/// A unit of the plan that can be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Unit as written; empty when it is not said.
    pub unit: String,
    /// Role or name as written; empty when it is not said.
    pub person: String,
    /// Numbers, digits and hyphens only.
    pub phones: Vec<String>,
}

/// Whom a role calls: its own units first, then those that its cards name, then those that its
/// duties name, then all others; in each in the order of the plan.
#[must_use]
pub fn contacts_of(plan: &Plan, role: &str) -> Vec<Contact> {
    let mut contacts: Vec<Contact> = Vec::new();
    let mut duties = String::new();
    for finding in find_in(plan) {
        match finding.found {
            Found::Contact {
                unit,
                person,
                phones,
            } => contacts.push(Contact {
                unit,
                person,
                phones,
            }),
            Found::Duty { unit, duty } if before_bracket(&unit) == before_bracket(role) => {
                duties.push_str(&duty);
                duties.push('\n');
            }
            _ => {}
        }
    }
    let mut cards = String::new();
    for card in cards_of(plan, role) {
        for words in [&card.who, &card.what, &card.confirm] {
            cards.push_str(words);
            cards.push('\n');
        }
    }
    let texts = [role, cards.as_str(), duties.as_str()];
    let nearness = |contact: &Contact| {
        let names = |text: &&str| mentions(text, &contact.unit);
        texts.iter().position(names).unwrap_or(texts.len())
    };
    contacts.sort_by_cached_key(nearness);
    contacts
}

fn in_full(role: &str, all: &[String]) -> String {
    if before_bracket(role) != role {
        return role.to_owned();
    }
    let mut full = all
        .iter()
        .filter(|one| *one != role && before_bracket(one) == role);
    let Some(first) = full.next() else {
        return role.to_owned();
    };
    if full.all(|one| one == first) {
        first.clone()
    } else {
        role.to_owned()
    }
}

fn before_bracket(role: &str) -> &str {
    let end = role.find(['（', '(']).unwrap_or(role.len());
    role[..end].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Block, Clause};

    fn plan(whos: &[(&str, u32)]) -> Plan {
        let card = |&(who, within_min): &(&str, u32)| {
            Block::Card(Card {
                who: who.to_owned(),
                within_min,
                ..Card::default()
            })
        };
        Plan {
            clauses: vec![Clause {
                depth: 1,
                heading: "响应".to_owned(),
                blocks: whos.iter().map(card).collect(),
            }],
            ..Plan::default()
        }
    }

    #[test]
    fn roles_are_parted_outside_of_brackets() {
        let cases: [(&str, &[&str]); 4] = [
            ("专家组", &["专家组"]),
            (
                "秩序维护组（公安、交警）、专家组",
                &["秩序维护组（公安、交警）", "专家组"],
            ),
            ("甲；乙，丙", &["甲", "乙", "丙"]),
            ("、（", &["（"]),
        ];
        for (who, wanted) in cases {
            assert_eq!(roles_in(who), wanted, "{who}");
        }
    }

    #[test]
    fn each_role_gets_all_its_cards_also_those_it_shares() {
        let plan = plan(&[
            ("秩序维护组（公安）、专家组", 30),
            ("专家组", 10),
            ("秩序维护组", 5),
        ]);
        assert_eq!(
            roles(&plan),
            ["秩序维护组（公安）", "专家组"],
            "the short name is the full one"
        );
        let due = |role: &str| -> Vec<u32> {
            cards_of(&plan, role)
                .iter()
                .map(|card| card.within_min)
                .collect()
        };
        assert_eq!(
            due("专家组"),
            [10, 30],
            "its own and the shared one, the first due at the top"
        );
        assert_eq!(due("秩序维护组（公安）"), [5, 30], "named in short as well");
    }

    #[test]
    fn a_short_name_of_several_is_a_role_of_its_own() {
        let plan = plan(&[("协调组（甲）", 1), ("协调组（乙）", 2), ("协调组", 3)]);
        assert_eq!(roles(&plan).len(), 3, "nobody knows which one is meant");
    }

    #[test]
    fn what_has_no_limit_comes_last_in_the_order_of_the_text() {
        let plan = plan(&[("甲", 0), ("甲", 30), ("甲", 0), ("甲", 5)]);
        let due = |cards: Vec<&Card>| -> Vec<String> {
            cards.iter().map(|card| card.limit_words()).collect()
        };
        let wanted = ["5分钟", "30分钟", "不限时", "不限时"];
        assert_eq!(
            due(cards_of(&plan, "甲")),
            wanted,
            "on the sheet of the role"
        );
        let level = emergency::level::ResponseLevel::One;
        let of_level = crate::plan::cards_for(&plan, level);
        assert_eq!(due(of_level), wanted, "among the tasks of a level");
    }

    #[test]
    fn a_role_calls_its_own_unit_first_and_then_whom_its_cards_name() {
        let (plan, _) = crate::parse(
            "+++\nid='x'\ntitle='X'\n+++\n\n# X\n\n## 通信\n\n\
             ```card\nid='a'\nwho='秩序维护组（公安历城分局）'\n\
             what='封控道路，通知区水务局关闸'\n```\n\n\
             | 单位 | 岗位 | 电话 |\n|---|---|---|\n\
             | 区应急管理局 | 值班室 | 000-0101-0001 |\n\
             | 区城管局 | 值班员 | 000-0110-0001 |\n\
             | 区水利局 | 值班员 | 000-0111-0001 |\n\
             | 公安历城分局 | 指挥中心 | 000-0103-0001 |\n",
        );
        let role = "秩序维护组（公安历城分局）";
        let units: Vec<String> = contacts_of(&plan, role)
            .into_iter()
            .map(|contact| contact.unit)
            .collect();
        assert_eq!(
            units,
            ["公安历城分局", "区水利局", "区应急管理局", "区城管局"],
            "its own, the one of its card under another name, and the rest as in the plan"
        );
    }

    #[test]
    fn a_shared_card_names_the_others() {
        let plan = plan(&[("秩序维护组（公安）、专家组", 30)]);
        let shared = cards_of(&plan, "专家组")[0];
        assert_eq!(
            others(shared, "专家组"),
            ["秩序维护组（公安）"],
            "who does it with them"
        );
    }
}
