use super::*;
use crate::render::render;
use proptest::prelude::*;

const SMALL: &str = r#"+++
id = "t"
title = "试验预案"
kind = "专项"
unit = "区政府"
hazards = ["fire"]
lead = "区消防救援大队"
version = "1"
status = "draft"
issued = "待区里确认"
+++

说明在前。

# 1 总则

一段话。

- 甲
- 乙

## 1.1 响应

```level
level = "三级"
start = ["死亡3人以上"]
decides = "区安委会主任"
matter = "火灾"
period_h = 12
measures = ["灭火"]
```

```card
id = "c1"
what = "报告"
who = "综合协调组"
within_min = 30
levels = ["Ⅲ", "IV"]
confirm = "收到回执"
needs = [{ capability = "firefighting", quantity = 2 }]
```

后文。
"#;

#[test]
fn a_plan_is_read_with_its_levels_and_cards() {
    let (plan, defects) = parse(SMALL);
    assert_eq!(defects, [], "a sound text has no defects");
    assert_eq!(plan.front.title, "试验预案", "the front matter is read");
    let depths: Vec<_> = plan
        .clauses
        .iter()
        .map(|c| (c.depth, c.heading.as_str()))
        .collect();
    assert_eq!(
        depths,
        [(0, ""), (1, "1 总则"), (2, "1.1 响应")],
        "clauses follow headings"
    );
    let rule = plan
        .level(ResponseLevel::Three)
        .expect("the level is there");
    assert_eq!(
        (rule.period_h, rule.matter.as_str()),
        (12, "火灾"),
        "its contents are read"
    );
    let (clause, card) = plan.cards().next().expect("the card is there");
    assert_eq!(clause.title(), "响应", "a card is attached to its clause");
    assert_eq!(card.needs[0].quantity, 2, "needs are read");
    assert!(card.applies_to(ResponseLevel::Four), "IV is the same as Ⅳ");
    assert!(
        !card.applies_to(ResponseLevel::One),
        "a card keeps to its levels"
    );
    assert_eq!(
        parse(&render(&plan)).0,
        plan,
        "the text reads back the same"
    );
}

#[test]
fn what_is_damaged_is_named_and_kept() {
    let cases: &[(&str, DefectKind, &str)] = &[
        ("# 1 甲\n\n文", DefectKind::NoFrontMatter, "文"),
        (
            "+++\nid = \n+++\n文",
            DefectKind::UnreadableFrontMatter,
            "id = ",
        ),
        ("+++\nid = 3\n+++\n文", DefectKind::BadValue, "unread_id"),
        (
            "+++\nkind = \"别的\"\n+++\n",
            DefectKind::BadValue,
            "unread_kind",
        ),
        (
            "+++\ncolour = \"红\"\n+++\n",
            DefectKind::UnknownKey,
            "colour = \"红\"",
        ),
        (
            "# 1\n```card\nid = \n```\n",
            DefectKind::UnreadableBlock,
            "```card\nid = \n```",
        ),
        (
            "# 1\n```card\nwhat = \"甲\"\n```\n",
            DefectKind::CardWithoutId,
            "甲",
        ),
        (
            "```card\nid='a'\n```\n```card\nid='a'\n```",
            DefectKind::DuplicateCard,
            "\"a\"",
        ),
        ("```level\nlevel='Ⅲ'\n```", DefectKind::IncompleteLevel, "Ⅲ"),
        ("```level\nlevel='五级'\n```", DefectKind::BadValue, "五级"),
        ("+++\nid='a'\n+++\n", DefectKind::MissingValue, "id = \"a\""),
    ];
    for (text, kind, kept) in cases {
        let (plan, defects) = parse(text);
        assert!(
            defects.iter().any(|d| d.kind == *kind),
            "{text:?} gives {kind:?}: {defects:?}"
        );
        assert!(render(&plan).contains(kept), "{kept:?} of {text:?} is kept");
    }
}

#[test]
fn a_heading_inside_a_code_block_or_a_list_is_no_clause() {
    let (plan, _) = parse("```\n# 甲\n```\n\n- # 乙\n\n丙\n==\n");
    assert_eq!(
        plan.clauses.len(),
        1,
        "only # lines at the top of the text are clauses"
    );
    assert_eq!(plan.clauses[0].blocks.len(), 1, "the rest is one text");
}

#[test]
fn a_text_past_the_bound_is_cut_at_a_character_and_said_so() {
    let text = "甲".repeat(PLAN_BYTES_MAX / 3 + 10);
    let (plan, defects) = parse(&text);
    assert_eq!(defects[0].kind, DefectKind::TooLong, "the cut is named");
    assert_eq!(plan.clauses.len(), 1, "what fits is read");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_text_is_read_and_settles_after_one_rendering(text in "\\PC{0,200}") {
        let once = render(&parse(&text).0);
        prop_assert_eq!(&render(&parse(&once).0), &once, "rendering is stable");
    }

    #[test]
    fn scraps_of_the_format_settle_after_one_rendering(
        scraps in prop::collection::vec(prop::sample::select(SCRAPS.to_vec()), 0..24),
    ) {
        let text = scraps.concat();
        let once = render(&parse(&text).0);
        prop_assert_eq!(&render(&parse(&once).0), &once, "rendering is stable");
    }

    #[test]
    fn a_damaged_plan_never_panics(at in 0usize..700, junk in "[\u{0}-\u{ff}一-龥`#+]{0,6}") {
        let mut at = at.min(SMALL.len());
        while !SMALL.is_char_boundary(at) {
            at -= 1;
        }
        let text = format!("{}{junk}{}", &SMALL[..at], &SMALL[at..]);
        let (plan, _) = parse(&text);
        let once = render(&plan);
        prop_assert_eq!(&render(&parse(&once).0), &once, "rendering is stable");
    }
}

const SCRAPS: [&str; 28] = [
    "++++\n",
    "+++\n",
    "id = \"a\"\n",
    "kind = 3\n",
    "extra = [1, 2]\n",
    "\n",
    "\n\n",
    "# ",
    "## 一、",
    "甲",
    " #",
    "```",
    "```card\n",
    "```level\n",
    "````\n",
    "~~~card\n",
    "level = \"Ⅱ\"\n",
    "- ",
    "    ",
    "> ",
    "<!--",
    "-->",
    "|a|\n|-|\n",
    "===\n",
    "\\",
    "what = \"\"\"x\n```\n\"\"\"\n",
    "\r\n",
    "\r",
];
