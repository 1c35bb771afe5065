//! How the risk at a site was judged: what may be said, what stands, what is taken back.

use super::super::ResourceAct as A;
use super::resources::doing;
use super::*;
use crate::id::SiteId;
use crate::risk::{RiskAssessed, RiskJudged};
use crate::site::SiteRegistered;

const LEC: RiskJudged = RiskJudged::Lec {
    likelihood: 3.0,
    exposure: 6.0,
    consequence: 7.0,
};

fn judged(judged: Option<RiskJudged>, what: &str) -> Command {
    doing(A::AssessRisk {
        site: SiteId::from("S1"),
        assessed: RiskAssessed {
            judged,
            what: text(what),
            source: text("演练 评估报告"),
            ..RiskAssessed::default()
        },
    })
}

fn with_a_site() -> Room {
    let mut room = Room::new();
    room.act(Command::RegisterSite {
        site: SiteId::from("S1"),
        registered: SiteRegistered {
            name: text("演练 某水厂氯库"),
            ..SiteRegistered::default()
        },
        seen: None,
    });
    room
}

#[test]
fn what_is_on_no_scale_or_of_no_site_is_refused() {
    let unknown_site = vec![(judged(Some(LEC), "加氯间"), unknown("site", "S1"))];
    assert_refused(&mut Room::new(), unknown_site);
    let off = RiskJudged::Lec {
        likelihood: 3.0,
        exposure: 6.0,
        consequence: 8.0,
    };
    let out = |field: &str| Refusal::OutOfRange { field: text(field) };
    let none = RiskJudged::Matrix {
        likelihood: 0,
        severity: 3,
    };
    let needed = Refusal::Needed {
        field: text("what"),
    };
    assert_refused(
        &mut with_a_site(),
        vec![
            (judged(Some(off), "加氯间"), out("consequence")),
            (judged(Some(none), "加氯间"), out("likelihood")),
            (judged(Some(LEC), " "), needed),
            (judged(None, "演练 误录"), unknown("assessment", "S1")),
        ],
    );
}

#[test]
fn the_last_assessment_stands_until_it_is_taken_back() {
    let mut room = with_a_site();
    assert!(room.site("S1").judged().is_none(), "nobody judged it yet");
    room.act(judged(Some(LEC), "加氯间"));
    let matrix = RiskJudged::Matrix {
        likelihood: 4,
        severity: 5,
    };
    room.act(judged(Some(matrix), "氯瓶间"));
    let site = room.site("S1");
    let (found, standing) = site.judged().expect("is there");
    assert_eq!(found, matrix, "a later one replaces it");
    assert_eq!(
        standing.assessed.source, "演练 评估报告",
        "who judged it is kept"
    );
    room.act(judged(None, "演练 误录"));
    assert!(
        room.site("S1").judged().is_none(),
        "taken back, nothing stands"
    );
}
