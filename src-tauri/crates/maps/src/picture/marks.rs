//! The signs of the picture. Levels Ⅰ to Ⅳ are shape, colour and Roman numeral together, never
//! colour alone; everything else is a neutral square with one character.

use crate::tokens::{LevelColors, NEUTRAL_LINE, PAPER, PAPER_LEVELS, SIGN_GROUND};

/// A step of one of the four-step scales (warning level, incident grade, response level); this is
/// only how it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LevelStep {
    /// Ⅰ: red octagon.
    One,
    /// Ⅱ: orange triangle.
    Two,
    /// Ⅲ: yellow diamond.
    Three,
    /// Ⅳ: blue circle.
    Four,
}

impl LevelStep {
    pub(super) fn colors(self) -> LevelColors {
        match self {
            Self::One => PAPER_LEVELS[0],
            Self::Two => PAPER_LEVELS[1],
            Self::Three => PAPER_LEVELS[2],
            Self::Four => PAPER_LEVELS[3],
        }
    }

    pub(super) fn numeral(self) -> &'static str {
        match self {
            Self::One => "Ⅰ",
            Self::Two => "Ⅱ",
            Self::Three => "Ⅲ",
            Self::Four => "Ⅳ",
        }
    }

    /// Corners of the shape on a circle of radius 1, or nothing for the circle itself.
    fn corners(self) -> Vec<(f64, f64)> {
        let polygon = |sides: u32, turn_deg: f64| {
            (0..sides)
                .map(|side| {
                    let angle =
                        (f64::from(side) * 360.0 / f64::from(sides) + turn_deg).to_radians();
                    (angle.sin(), -angle.cos())
                })
                .collect()
        };
        match self {
            Self::One => polygon(8, 22.5),
            Self::Two => polygon(3, 0.0),
            Self::Three => polygon(4, 0.0),
            Self::Four => Vec::new(),
        }
    }
}

/// What an overlay is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mark {
    /// An alert, incident or response of a level.
    Level(LevelStep),
    /// A rescue team.
    Team,
    /// A depot of supplies.
    Depot,
    /// A shelter.
    Shelter,
    /// A hospital.
    Hospital,
    /// A school.
    School,
    /// A hazard site.
    Hazard,
    /// Any other place, line or area.
    Place,
}

/// Radius of a level sign in points.
const LEVEL_RADIUS_PT: f64 = 9.0;
/// Half the side of a square sign in points.
const SQUARE_HALF_PT: f64 = 6.5;

impl Mark {
    /// The character in the square.
    fn letter(self) -> &'static str {
        match self {
            Self::Level(step) => step.numeral(),
            Self::Team => "队",
            Self::Depot => "库",
            Self::Shelter => "避",
            Self::Hospital => "医",
            Self::School => "校",
            Self::Hazard => "危",
            Self::Place => "点",
        }
    }

    /// Its word in the legend.
    pub(super) fn word(self) -> String {
        match self {
            Self::Level(step) => format!("{}级", step.numeral()),
            Self::Team => "救援队伍".into(),
            Self::Depot => "物资储备点".into(),
            Self::Shelter => "避难场所".into(),
            Self::Hospital => "医院".into(),
            Self::School => "学校".into(),
            Self::Hazard => "危险源".into(),
            Self::Place => "地点".into(),
        }
    }

    /// Half the side of the square that the sign needs, in points.
    pub(super) fn half_pt(self) -> f64 {
        match self {
            Self::Level(_) => LEVEL_RADIUS_PT,
            _ => SQUARE_HALF_PT,
        }
    }

    /// Fill and stroke of a line or area of this mark.
    pub(super) fn line_colors(self) -> [&'static str; 2] {
        match self {
            Self::Level(step) => {
                let colors = step.colors();
                [colors.fill, colors.stroke]
            }
            _ => [NEUTRAL_LINE, NEUTRAL_LINE],
        }
    }

    /// The sign at a point of the sheet, as SVG.
    pub(super) fn svg(self, x: f64, y: f64) -> String {
        let Self::Level(step) = self else {
            let (half, letter) = (SQUARE_HALF_PT, self.letter());
            return format!(
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{side}\" height=\"{side}\" rx=\"2\" \
                 fill=\"{SIGN_GROUND}\" stroke=\"{PAPER}\" stroke-width=\"1\"/>{}",
                x - half,
                y - half,
                letter_svg(x, y, 9.0, PAPER, letter),
                side = half * 2.0,
            );
        };
        let LevelColors { fill, on, stroke } = step.colors();
        let paint = format!("fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"1.6\"");
        let corners = step.corners();
        let shape = if corners.is_empty() {
            format!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{:.1}\" {paint}/>",
                LEVEL_RADIUS_PT * 0.9
            )
        } else {
            let points: Vec<String> = corners
                .iter()
                .map(|(dx, dy)| {
                    format!(
                        "{:.1},{:.1}",
                        x + dx * LEVEL_RADIUS_PT,
                        y + dy * LEVEL_RADIUS_PT
                    )
                })
                .collect();
            format!("<polygon points=\"{}\" {paint}/>", points.join(" "))
        };
        // The middle of a triangle lies below the middle of its circle.
        let drop = if step == LevelStep::Two { 0.9 } else { 0.0 };
        let size = if step == LevelStep::Two { 8.0 } else { 9.0 };
        format!(
            "{shape}{}",
            letter_svg(x, y + drop, size, on, step.numeral())
        )
    }
}

fn letter_svg(x: f64, y: f64, size: f64, color: &str, letter: &str) -> String {
    format!(
        "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"{size}\" text-anchor=\"middle\" \
         fill=\"{color}\">{letter}</text>",
        // Chinese glyphs sit about 0.36 of their size above the baseline's middle.
        y + size * 0.36,
    )
}
