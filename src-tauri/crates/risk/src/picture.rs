//! The four-colour picture (风险一张图, 红橙黄蓝): the level of a place by what is on record of it.
//!
//! Three things make a level: the gravest unit by GB 18218-2018 ([`crate::major`]), an
//! assessment by LEC or the matrix, a major hidden danger that is not put right (挂牌督办). Each is
//! shown with the number it rests on; the gravest counts. Where nothing is on record there is no
//! level: blue is said of a place, never assumed.

use emergency::risk::{RiskJudged, RiskLevel};
use emergency::site::Site;
use serde::{Deserialize, Deserializer, Serialize};

use crate::major::{self, Unit};
use crate::{lec, matrix};

/// Which number makes which level. No source at hand says how the five bands of LEC, the four
/// grades of GB 18218-2018 and a major hidden danger go with the four colours; these keep their
/// order and are the district's to change: 待区里确认.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// The level of each band of LEC, gravest first.
    #[serde(deserialize_with = "milder")]
    pub lec: [RiskLevel; lec::BANDS],
    /// From which R of the matrix on a risk is 重大, 较大, 一般.
    #[serde(deserialize_with = "falling")]
    pub matrix: [u8; 3],
    /// The level of a major hazard installation of 一级 to 四级.
    #[serde(deserialize_with = "milder")]
    pub major_hazard: [RiskLevel; 4],
    /// The level of a place with a major hidden danger that is not put right.
    pub major_danger: RiskLevel,
}

/// Bounds that do not fall, or that no product of the matrix reaches, cannot be meant: a level
/// would never come out.
fn falling<'de, D: Deserializer<'de>>(from: D) -> Result<[u8; 3], D::Error> {
    let bounds = <[u8; 3]>::deserialize(from)?;
    let reached = bounds[0] <= matrix::R_MAX && bounds[2] > 1;
    if reached && bounds.windows(2).all(|pair| pair[0] > pair[1]) {
        return Ok(bounds);
    }
    let fault = format!("matrix: {bounds:?} do not fall from {} to 2", matrix::R_MAX);
    Err(serde::de::Error::custom(fault))
}

/// A milder grade with a graver colour cannot be meant.
fn milder<'de, D: Deserializer<'de>, const N: usize>(from: D) -> Result<[RiskLevel; N], D::Error>
where
    [RiskLevel; N]: Deserialize<'de>,
{
    let levels = <[RiskLevel; N]>::deserialize(from)?;
    if levels.windows(2).all(|pair| pair[0] <= pair[1]) {
        return Ok(levels);
    }
    Err(serde::de::Error::custom(
        "a milder grade has a graver level",
    ))
}

impl Default for Rules {
    fn default() -> Self {
        use RiskLevel::{Low, Major, Ordinary, Serious};
        Self {
            lec: [Serious, Major, Ordinary, Low, Low],
            matrix: matrix::BOUNDS,
            major_hazard: RiskLevel::ALL,
            major_danger: Serious,
        }
    }
}

/// One thing that makes a level, with the number it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ground {
    /// A major hazard installation (重大危险源); its grade is open while people or classes are
    /// unknown.
    MajorHazard {
        /// 1 to 4 for 一级 to 四级.
        grade: Option<u8>,
    },
    /// An assessment by LEC.
    Lec {
        /// D = L·E·C.
        d: f64,
        /// Band, 1 the gravest.
        band: usize,
    },
    /// An assessment by the matrix.
    Matrix {
        /// R = L·S.
        r: u8,
    },
    /// Major hidden dangers that are not put right.
    MajorDanger {
        /// How many.
        count: usize,
    },
}

/// What comes out for a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The gravest level; none where nothing on record makes one.
    pub level: Option<RiskLevel>,
    /// What it rests on, each with the level that it makes.
    pub grounds: Vec<(Ground, Option<RiskLevel>)>,
}

impl Rules {
    /// The level that one ground makes; none while its number is open.
    #[must_use]
    pub fn level_of(&self, ground: &Ground) -> Option<RiskLevel> {
        match ground {
            Ground::MajorHazard { grade } => {
                let place = usize::from((*grade)?).checked_sub(1)?;
                self.major_hazard.get(place).copied()
            }
            Ground::Lec { band, .. } => self.lec.get(band.checked_sub(1)?).copied(),
            Ground::Matrix { r } => Some(matrix::level(*r, &self.matrix)),
            Ground::MajorDanger { .. } => Some(self.major_danger),
        }
    }

    /// What an assessment by itself comes to; none for a number that is on no scale.
    #[must_use]
    pub fn reckon(&self, judged: RiskJudged) -> Option<(Ground, Option<RiskLevel>)> {
        let ground = reckoned(judged)?;
        Some((ground, self.level_of(&ground)))
    }

    /// The level of a place.
    #[must_use]
    pub fn of(&self, site: &Site) -> Shown {
        let judged = site.judged().and_then(|(judged, _)| reckoned(judged));
        let grounds = [judged, dangers(site)].into_iter().flatten();
        let grounds = installations(site).into_iter().chain(grounds);
        let grounds: Vec<_> = grounds
            .map(|ground| (ground, self.level_of(&ground)))
            .collect();
        let gravest = grounds.iter().filter_map(|(_, level)| *level).min();
        let open = grounds.iter().any(|(_, level)| level.is_none());
        Shown {
            // While a ground is open it may yet be a graver one: the mildest colour is not said.
            level: gravest.filter(|level| !open || *level != RiskLevel::Low),
            grounds,
        }
    }
}

/// The gravest of the units of a place, and one whose grade is open beside it: that may be graver.
fn installations(site: &Site) -> Vec<Ground> {
    let grades = Unit::all_of(site).into_iter().filter_map(|unit| {
        let found = major::assess(&unit);
        match found.major {
            Some(true) => Some(found.grade),
            Some(false) => None,
            // What is stored there cannot be reckoned: it may be one.
            None => unit
                .stored
                .iter()
                .any(|one| one.quantity_t > 0.0)
                .then_some(None),
        }
    });
    let grades: Vec<Option<u8>> = grades.collect();
    let gravest = grades.iter().flatten().min().copied().map(Some);
    let open = grades.contains(&None).then_some(None);
    let grounds = gravest.into_iter().chain(open);
    grounds.map(|grade| Ground::MajorHazard { grade }).collect()
}

fn reckoned(judged: RiskJudged) -> Option<Ground> {
    match judged {
        RiskJudged::Lec {
            likelihood,
            exposure,
            consequence,
        } => {
            let d = lec::danger(likelihood, exposure, consequence)?;
            let band = lec::band(d);
            Some(Ground::Lec { d, band })
        }
        RiskJudged::Matrix {
            likelihood,
            severity,
        } => matrix::risk(likelihood, severity).map(|r| Ground::Matrix { r }),
    }
}

fn dangers(site: &Site) -> Option<Ground> {
    let open = site.dangers.iter().filter(|one| one.closed_at.is_none());
    let count = open.filter(|one| one.found.major).count();
    (count > 0).then_some(Ground::MajorDanger { count })
}

#[cfg(test)]
mod tests {
    use emergency::hazard_unit::{HazardUnit, Tank, UnitTold};
    use emergency::id::UnitId;
    use emergency::risk::{RiskAssessed, RiskStanding};
    use emergency::site::{Danger, DangerFound, SiteRegistered, Stored};
    use emergency::time::UtcMs;

    use super::*;

    fn holding(chlorine_t: f64, people_500m: Option<u32>) -> Site {
        Site {
            registered: SiteRegistered {
                name: "演练 某水厂氯库".to_owned(),
                substance: "氯".to_owned(),
                quantity_t: chlorine_t,
                people_500m,
                ..SiteRegistered::default()
            },
            ..Site::default()
        }
    }

    fn judged(site: Site, judged: RiskJudged) -> Site {
        let assessed = RiskAssessed {
            judged: Some(judged),
            ..RiskAssessed::default()
        };
        let risk = Some(RiskStanding {
            assessed,
            ..RiskStanding::default()
        });
        Site { risk, ..site }
    }

    fn danger(major: bool, closed_at: Option<UtcMs>) -> Danger {
        Danger {
            found: DangerFound {
                major,
                ..DangerFound::default()
            },
            closed_at,
            ..Danger::default()
        }
    }

    const LOW: RiskJudged = RiskJudged::Matrix {
        likelihood: 1,
        severity: 2,
    };
    const GRAVE: RiskJudged = RiskJudged::Lec {
        likelihood: 6.0,
        exposure: 6.0,
        consequence: 15.0,
    };

    #[test]
    fn the_gravest_of_what_is_on_record_counts() {
        use RiskLevel::{Low, Ordinary, Serious};
        // 20 t of chlorine are R = 4·4·α; 40 people make α 1.2: 19.2, 三级 (GB 18218-2018, 表6).
        let cases = [
            (Site::default(), None, "nothing is on record"),
            (holding(1.0, Some(40)), None, "below the threshold"),
            (holding(20.0, Some(40)), Some(Ordinary), "三级"),
            (judged(Site::default(), LOW), Some(Low), "R of 2"),
            (judged(Site::default(), GRAVE), Some(Serious), "D of 540"),
            (
                judged(holding(20.0, Some(40)), LOW),
                Some(Ordinary),
                "a mild assessment takes nothing off 三级",
            ),
            (
                judged(holding(20.0, Some(40)), GRAVE),
                Some(Serious),
                "D of 540 beside 三级",
            ),
        ];
        for (site, wanted, why) in cases {
            assert_eq!(Rules::default().of(&site).level, wanted, "{why}");
        }
    }

    #[test]
    fn a_grade_that_is_open_is_shown_and_makes_no_colour() {
        let shown = Rules::default().of(&holding(20.0, None));
        assert_eq!(shown.level, None, "nobody counted the people");
        let open = Ground::MajorHazard { grade: None };
        assert_eq!(shown.grounds, [(open, None)], "what is missing is seen");
        let mild = Rules::default().of(&judged(holding(20.0, None), LOW));
        assert_eq!(mild.level, None, "it may be 二级: blue would be a guess");
        let grave = Rules::default().of(&judged(holding(20.0, None), GRAVE));
        assert_eq!(grave.level, Some(RiskLevel::Serious), "red it is already");
    }

    fn farm(name: &str, chlorine_t: f64) -> HazardUnit {
        let tank = Tank {
            name: "V-101".to_owned(),
            holds: Stored {
                substance: "氯".to_owned(),
                quantity_t: chlorine_t,
                ..Stored::default()
            },
            ..Tank::default()
        };
        HazardUnit {
            id: UnitId::of(&"S1".into(), name),
            told: UnitTold {
                name: name.to_owned(),
                tanks: vec![tank],
                ..UnitTold::default()
            },
            ..HazardUnit::default()
        }
    }

    #[test]
    fn each_unit_is_reckoned_by_itself_and_the_gravest_counts() {
        // 5 t of chlorine are the threshold: R = 1·4·1.2 = 4.8, 四级; 30 t and 40 t make R 28.8 and
        // 38.4, 三级, and together 67.2, 二级 (GB 18218-2018, 表6).
        let with = |units: Vec<HazardUnit>| Site {
            units,
            ..holding(0.0, Some(40))
        };
        let grade = |grade: Option<u8>| Ground::MajorHazard { grade };
        let of = |site: &Site| {
            let grounds = Rules::default().of(site).grounds.into_iter();
            grounds.map(|(ground, _)| ground).collect::<Vec<_>>()
        };
        let small = with(vec![farm("甲", 4.0), farm("乙", 4.0)]);
        assert_eq!(of(&small), [], "two units below the threshold are not one");
        let two = with(vec![farm("甲", 30.0), farm("乙", 40.0)]);
        assert_eq!(of(&two), [grade(Some(3))], "not their sum, which were 二级");
        assert_eq!(major::grade_of(&two), Some(3), "as an alarm weighs it");
        let mut unsure = farm("丙", 40.0);
        unsure.told.tanks[0].holds.substance = "演练 未知物".to_owned();
        let open = with(vec![farm("甲", 5.0), unsure]);
        let both = [grade(Some(4)), grade(None)];
        assert_eq!(of(&open), both, "what cannot be reckoned may be graver");
        let twice = Site {
            units: vec![farm("甲", 40.0)],
            ..holding(40.0, Some(40))
        };
        assert_eq!(of(&twice), [grade(Some(3))], "said twice, counted once");
    }

    #[test]
    fn a_total_in_the_profile_is_no_unit_and_what_stands_in_no_unit_is_reckoned() {
        // With 40 people R is 0.96 for each tonne of chlorine.
        let with = |total_t: f64, units: &[f64]| Site {
            units: units
                .iter()
                .zip(["甲", "乙"])
                .map(|(tonnes, name)| farm(name, *tonnes))
                .collect(),
            ..holding(total_t, Some(40))
        };
        let total = with(70.0, &[30.0, 40.0]);
        assert_eq!(major::grade_of(&total), Some(3), "R of 38.4, not of 67.2");
        assert_eq!(major::differing(&total), [], "and the sum is the total");
        let lacking = with(90.0, &[30.0]);
        assert_eq!(
            major::grade_of(&lacking),
            Some(2),
            "60 t stand somewhere: R of 57.6"
        );
        let differs = major::Differs {
            substance: "氯".to_owned(),
            profile_t: 90.0,
            units_t: 30.0,
        };
        assert_eq!(
            major::differing(&lacking),
            [differs],
            "an officer has to look"
        );
        let more = with(20.0, &[30.0]);
        assert_eq!(major::differing(&more).len(), 1, "the units hold more");
        assert_eq!(Unit::beside_units(&more).stored, [], "and nothing is left");
        let mut other = with(70.0, &[30.0, 40.0]);
        other.registered.substance = "液氯".to_owned();
        assert_eq!(Unit::beside_units(&other).stored, [], "by another name");
        let ammonia = Stored {
            substance: "氨".to_owned(),
            quantity_t: 500.0,
            ..Stored::default()
        };
        other.registered.also = vec![ammonia.clone()];
        assert_eq!(Unit::beside_units(&other).stored, [ammonia], "in no unit");
        assert_eq!(major::grade_of(&other), Some(1), "R of 120, and it counts");
    }

    #[test]
    fn only_major_dangers_that_are_open_count() {
        let with = |dangers: Vec<Danger>| Site {
            dangers,
            ..Site::default()
        };
        let put_right = Some(UtcMs(1));
        let none = with(vec![danger(false, None), danger(true, put_right)]);
        let shown = Rules::default().of(&none);
        assert_eq!(shown.grounds, [], "an ordinary one, and one put right");
        let open = with(vec![danger(true, None), danger(true, None)]);
        let shown = Rules::default().of(&open);
        let wanted = Ground::MajorDanger { count: 2 };
        let level = Some(RiskLevel::Serious);
        assert_eq!(shown.grounds, [(wanted, level)], "both are counted");
    }

    #[test]
    fn the_rules_of_a_district_go_before_the_assumed_ones() {
        let rules = Rules {
            major_hazard: [RiskLevel::Serious; 4],
            ..Rules::default()
        };
        let shown = rules.of(&holding(20.0, Some(40)));
        assert_eq!(
            shown.level,
            Some(RiskLevel::Serious),
            "its own word on 三级"
        );
    }
}
