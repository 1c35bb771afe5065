use super::*;
use crate::parse::parse;

fn codes(found: &[CheckFinding]) -> Vec<(CheckCode, &str)> {
    found
        .iter()
        .map(|finding| (finding.code, finding.subject.as_str()))
        .collect()
}

fn plan(front: &str, body: &str) -> Plan {
    parse(&format!("+++\n{front}\n+++\n\n{body}")).0
}

/// A plan of a firm with every heading of the standard, in its words and places.
fn whole_firm_plan() -> String {
    let mut body = String::new();
    for heading in demands::FIRM_GENERAL {
        let depth = heading.clause.matches('.').count();
        let mark = "#".repeat(depth.max(1));
        body.push_str(&format!("{mark} {}\n\n文\n\n", heading.title));
    }
    body
}

#[test]
fn a_plan_with_every_heading_of_the_standard_lacks_none() {
    let plan = plan("kind='firm_general'", &whole_firm_plan());
    let found = headings::check(&plan);
    assert_eq!(codes(&found), [], "the tree is whole");
}

#[test]
fn each_heading_that_is_taken_away_is_named_with_its_clause() {
    for heading in demands::FIRM_GENERAL {
        // A heading with others below it takes their place with it.
        let is_parent = demands::FIRM_GENERAL
            .iter()
            .any(|other| other.clause.starts_with(&format!("{}.", heading.clause)));
        if is_parent {
            continue;
        }
        let text = whole_firm_plan();
        let line = format!("# {}\n", heading.title);
        let without = text.replacen(&line, "# 甲乙丙\n", 1);
        let plan = plan("kind='firm_general'", &without);
        let found = headings::check(&plan);
        let missing = found
            .iter()
            .find(|finding| finding.code == CheckCode::HeadingMissing);
        let missing = missing.unwrap_or_else(|| panic!("{} is missed: {found:?}", heading.title));
        assert_eq!(missing.subject, heading.title, "by its name");
        assert_eq!(
            missing.source,
            format!("{} {}", demands::GB, heading.clause)
        );
    }
}

#[test]
fn a_heading_in_other_words_or_in_another_place_is_told() {
    let body = "# 1 适用范围\n\n# 2 组织体系及其职责\n\n# 3 响应启动\n\n# 4 处置措施\n";
    let special = plan("kind='firm_special'", body);
    assert_eq!(
        codes(&headings::check(&special)),
        [
            (CheckCode::HeadingMissing, "应急保障"),
            (CheckCode::HeadingWorded, "应急组织机构及职责"),
        ],
        "7.5 is missing, 7.2 has other words"
    );
    let text = whole_firm_plan().replace("## 响应准备\n\n文\n\n", "") + "# 其他\n\n## 响应准备\n";
    let moved = plan("kind='firm_general'", &text);
    assert_eq!(
        codes(&headings::check(&moved)),
        [(CheckCode::HeadingMisplaced, "响应准备")],
        "6.3.2.2 does not stand under 6.3.2"
    );
}

#[test]
fn the_contents_of_a_governments_plan_are_asked_by_its_article() {
    let body = "# 组织指挥体系\n\n# 预警\n\n# 处置措施\n\n现场管控由公安负责。\n";
    let found = check(&plan("kind='special'", body));
    let of = |code| {
        let with = found.iter().filter(move |finding| finding.code == code);
        with.map(|finding| finding.subject.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of(CheckCode::ContentMissing),
        ["风险管控", "信息报告", "组织自救互救", "队伍物资保障"],
        "what is nowhere"
    );
    assert_eq!(
        of(CheckCode::ContentWithoutHeading),
        ["现场管控"],
        "what is only in the text"
    );
    assert_eq!(
        of(CheckCode::LevelsMissing),
        ["响应级别"],
        "no level at all"
    );
    assert_eq!(
        of(CheckCode::WarningElementMissing).len(),
        8,
        "no element of a warning"
    );
    let street = plan("kind='community'\ntitle='演练街道预案'", "# 甲\n");
    let village = plan("kind='community'\ntitle='演练社区预案'", "# 甲\n");
    assert!(codes(&check(&street)).contains(&(CheckCode::ContentMissing, "信息收集报告")));
    assert!(codes(&check(&village)).contains(&(CheckCode::ContentMissing, "风险点位")));
}

#[test]
fn a_level_has_a_start_condition_and_the_four_contents() {
    let whole = "```level\nlevel='Ⅲ'\nstart=['死亡3人以上']\nmatter='救援'\nperiod_h=24\n\
        measures=['疏散']\n```";
    assert_eq!(
        codes(&contents::check(&plan("kind='special'", whole))),
        [],
        "nothing is missing"
    );
    let bare = "```level\nlevel='Ⅲ'\n```";
    assert_eq!(
        codes(&contents::check(&plan("kind='special'", bare))),
        [
            (CheckCode::StartMissing, "Ⅲ"),
            (CheckCode::ResponseContentMissing, "响应事项"),
            (CheckCode::ResponseContentMissing, "预计期限"),
            (CheckCode::ResponseContentMissing, "应急处置措施"),
        ],
        "突发事件应对法 art. 71 and 72"
    );
}

#[test]
fn each_element_of_a_warning_is_asked_for() {
    let all = "预警信息包括预警类别、预警级别、起始时间、可能影响范围、警示事项、应当采取的措施、发布单位、发布时间。";
    for (element, words) in contents::WARNING_ELEMENTS {
        let mut text = all.to_owned();
        for word in words {
            text = text.replace(word, "");
        }
        let plan = plan("kind='special'", &format!("# 预警\n\n{text}\n"));
        let found = contents::check(&plan);
        assert!(
            codes(&found).contains(&(CheckCode::WarningElementMissing, element)),
            "{element}: {found:?}"
        );
    }
    let plan = plan("kind='special'", &format!("# 预警\n\n## 发布\n\n{all}\n"));
    let found = contents::check(&plan);
    let missing = found
        .iter()
        .any(|f| f.code == CheckCode::WarningElementMissing);
    assert!(!missing, "all eight are there: {found:?}");
}

const LEVEL: &str = "```level\nlevel='Ⅲ'\nstart=['死亡3人以上10人以下']\nmatter='救援'\n\
    period_h=24\nmeasures=['疏散']\n```\n";

#[test]
fn plans_that_agree_contradict_nothing() {
    let general = plan(
        "id='g'\ntitle='总体'\nkind='general'\nlead='区应急局'",
        LEVEL,
    );
    let fire = "id='f'\ntitle='火灾'\nkind='special'\nupper=['g']\nhazards=['fire']\nlead='区消防救援大队'";
    let special = plan(fire, LEVEL);
    assert_eq!(codes(&check_library([&general, &special])), [], "they fit");
}

#[test]
fn every_contradiction_between_plans_is_named_with_both() {
    let one = plan(
        "id='a'\ntitle='甲'\nkind='special'\nhazards=['fire']\nlead='区消防救援大队'\nupper=['none']",
        &format!(
            "{LEVEL}\n# 职责\n\n1. 区应急管理局：负责协调。\n\n| 单位 | 电话 |\n|---|---|\n| 区住建局 | 0531-00000001 |\n"
        ),
    );
    let other = plan(
        "id='b'\ntitle='乙'\nkind='special'\nhazards=['fire']\nlead='区住建局'",
        &format!(
            "{}\n# 职责\n\n1. 区应急局：负责信息。\n\n| 单位 | 电话 |\n|---|---|\n| 区住房和城乡建设局 | 0531-00000002 |\n",
            LEVEL.replace("死亡3人", "死亡5人")
        ),
    );
    let found = check_library([&one, &other]);
    assert_eq!(
        codes(&found),
        [
            (CheckCode::UpperMissing, "none"),
            (CheckCode::LeadClaimedTwice, "fire"),
            (CheckCode::UpperUnnamed, ""),
            (CheckCode::ConditionDiffers, "Ⅲ级 死亡"),
            (CheckCode::PhoneDiffers, "住建局"),
            (CheckCode::UnitNamedDifferently, "住建局"),
            (CheckCode::UnitNamedDifferently, "应急局"),
        ],
        "heaviest first: {found:#?}"
    );
    for (plan, other, unnamed) in [(&one, &other, false), (&other, &one, true)] {
        let alone: Vec<_> = codes(&check_against(plan, [(other, &Said::of(other))]))
            .into_iter()
            .map(|(code, subject)| (code, subject.to_owned()))
            .collect();
        let due = found.iter().filter(|finding| match finding.code {
            // What concerns the plan above is of one plan alone.
            CheckCode::UpperMissing => !unnamed,
            CheckCode::UpperUnnamed => unnamed,
            _ => true,
        });
        let due: Vec<_> = due
            .map(|finding| (finding.code, finding.subject.clone()))
            .collect();
        assert_eq!(alone, due, "one plan against the other finds the same");
    }
    let phone = &found[4];
    assert_eq!(
        (phone.plan.as_str(), phone.other.as_str()),
        ("a", "b"),
        "both are named"
    );
    assert!(
        phone.words.contains("0531-00000001"),
        "with the numbers: {}",
        phone.words
    );
}

#[test]
fn plans_of_two_streets_do_not_contradict_each_other() {
    let street = |id: &str, lead: &str| {
        let front = format!(
            "id='{id}'\ntitle='{id}'\nkind='community'\nhazards=['fire']\n\
             area=['{id}街道']\nlead='{lead}'\nupper=['甲']"
        );
        plan(&front, "")
    };
    let found = check_library([&street("甲", "甲街道"), &street("乙", "乙街道")]);
    assert_eq!(codes(&found), [], "each leads in its own");
}

#[test]
fn a_duty_that_no_card_carries_is_told_with_its_article() {
    let of = |found: &[CheckFinding]| -> Vec<(String, Severity)> {
        let duties = found
            .iter()
            .filter(|finding| finding.code == CheckCode::DutyUncarried);
        duties
            .map(|finding| (finding.source.clone(), finding.severity))
            .collect()
    };
    let bare = plan("kind='special'\nhazards=['hazmat_leak']", "# 甲\n");
    let whole = |source: &str| (source.to_owned(), Severity::Warning);
    assert_eq!(
        of(&check(&bare)),
        [
            whole("突发事件应对法（2024）第六十六条"),
            whole("突发事件应对法（2024）第六十七条"),
            whole("突发事件应对法（2024）第七十三条"),
            whole("危险化学品安全法（2025）第九十五条"),
        ],
        "a plan from Word has no cards: all four articles"
    );
    let card = "```card\nid='a'\nlaw=['突发事件应对法（2024）第七十三条第（一）项']\n```\n";
    let some = check(&plan("kind='special'\nhazards=['fire']", card));
    let of_73 = some
        .iter()
        .find(|finding| finding.source.ends_with("第七十三条"));
    let of_73 = of_73.expect("ten items are left");
    assert_eq!(of_73.severity, Severity::Notice, "some of it is carried");
    assert!(
        of_73.words.contains("（二）") && !of_73.words.contains("（一）、"),
        "the items that are left are named: {}",
        of_73.words
    );
    let firm = check(&plan("kind='firm_site'", "# 甲\n"));
    assert_eq!(of(&firm), [], "the articles bind the government");
}

#[test]
fn conditions_of_rain_water_wind_and_customers_are_held_against_each_other() {
    let with = |id: &str, start: &str| {
        let front = format!(
            "id='{id}'\ntitle='{id}'\nkind='special'\nhazards=['flood']\nlead='区水务局'\n\
             upper=['甲','乙']"
        );
        plan(&front, &LEVEL.replace("死亡3人以上10人以下", start))
    };
    let cases = [
        (
            "24小时降雨量100毫米",
            "24小时降雨量150毫米",
            "Ⅲ级 24小时降雨量",
        ),
        ("黄台桥站水位25米", "黄台桥站水位26米", "Ⅲ级 黄台桥站水位"),
        ("阵风8级以上", "阵风10级以上", "Ⅲ级 风力"),
        ("停电1万户", "停电二万户", "Ⅲ级 停电用户"),
        ("停电持续4小时", "停电持续8小时", "Ⅲ级 停电持续小时"),
        ("过火面积1公顷", "过火面积2公顷", "Ⅲ级 面积（公顷）"),
        ("三人以上被困", "5人以上被困", "Ⅲ级 被困"),
    ];
    for (one, other, subject) in cases {
        let found = check_library([&with("甲", one), &with("乙", other)]);
        let wanted = [(CheckCode::ConditionDiffers, subject)];
        assert_eq!(codes(&found), wanted, "{one} is not {other}");
    }
    let found = check_library([&with("甲", "三人以上被困"), &with("乙", "3人以上被困")]);
    assert_eq!(codes(&found), [], "one number written in two ways");
}

#[test]
fn a_duty_room_and_nobody_in_particular_have_one_number() {
    let with = |id: &str, person: &str, phone: &str| {
        let table = format!(
            "# 附件\n\n| 单位 | 联系人 | 电话 |\n|---|---|---|\n| 区疾控中心 | {person} | {phone} |\n"
        );
        let front = format!("id='{id}'\ntitle='{id}'\nkind='general'\nlead='区应急局'");
        plan(&front, &table)
    };
    let room = with("a", "值班室", "0531-00000001");
    let found = check_library([&room, &with("b", "", "0531-00000002")]);
    let wanted = [(CheckCode::PhoneDiffers, "疾控中心")];
    assert_eq!(codes(&found), wanted, "both mean the duty room");
    let found = check_library([&room, &with("b", "主任", "0531-00000002")]);
    assert_eq!(codes(&found), [], "a person has a number of his own");
}

#[test]
fn a_unit_in_short_and_in_full_is_named_unless_a_plan_has_both() {
    let with = |id: &str, units: &[&str]| {
        let cards: String = units
            .iter()
            .map(|unit| format!("```card\nid='{unit}'\nwho='{unit}'\n```\n\n"))
            .collect();
        let front = format!("id='{id}'\ntitle='{id}'\nkind='general'\nlead='区应急局'");
        plan(&front, &format!("# 任务\n\n{cards}"))
    };
    let short = with("a", &["区疾控中心"]);
    let full = with("b", &["历城区疾病预防控制中心"]);
    let wanted = [(CheckCode::UnitNamedDifferently, "疾控中心")];
    assert_eq!(
        codes(&check_library([&short, &full])),
        wanted,
        "it may be one"
    );
    let both = with("b", &["区疾控中心", "区疾病预防控制中心"]);
    assert_eq!(
        codes(&check_library([&short, &both])),
        [],
        "who has both means two"
    );
}

/// What stands between the plans that ship: findings of a contradiction, by what they are.
#[test]
fn the_plans_that_ship_give_no_false_alarm() {
    let plans: Vec<Plan> = crate::shipped::SHIPPED
        .iter()
        .map(|(_, text)| parse(text).0)
        .collect();
    assert!(plans.len() >= 12, "they are all there");
    let found = check_library(&plans);
    let of = |code: CheckCode| {
        let all = found.iter().filter(|finding| finding.code == code);
        all.map(|finding| finding.words.as_str())
            .collect::<Vec<_>>()
    };
    let differs = of(CheckCode::ConditionDiffers);
    let [one] = differs.as_slice() else {
        panic!("one condition differs, and by right: {differs:#?}");
    };
    // A general accident of special equipment has a loss of 10 000 yuan or more
    // (特种设备安全监察条例 art. 64); the general plan says nothing of a lower end.
    assert!(
        one.contains("损失") && one.contains("特种设备"),
        "the one of special equipment: {one}"
    );
    for code in [CheckCode::PhoneDiffers, CheckCode::UnitNamedDifferently] {
        assert_eq!(
            of(code),
            [""; 0],
            "{code:?}: nothing contradicts among them"
        );
    }
}
