//! Polygons and circles as CAP and the 12379 file write them.

use crate::defect::{DefectKind, Defects, quote};

/// The most points one polygon keeps (6,284 is the largest seen in real messages).
pub const POLYGON_POINTS_MAX: usize = 20_000;
/// The fewest points of a closed polygon (CAP 1.2, 3.2.4 `polygon`).
pub const POLYGON_POINTS_MIN: usize = 4;
/// Eastern China to the Pamirs: a first number in this range and a second in [`CHINA_LAT`] is a
/// longitude written first. The ranges do not overlap, so no point of China is ambiguous.
const CHINA_LON: std::ops::RangeInclusive<f64> = 73.0..=136.0;
/// South China Sea to the Amur.
const CHINA_LAT: std::ops::RangeInclusive<f64> = 3.0..=54.0;

/// What to do with points that stand longitude first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PointOrder {
    /// Latitude first, always (CAP).
    LatLon,
    /// Latitude first, but points of China in the other order are turned and reported.
    LatLonInChina,
}

/// Reads `lat,lon lat,lon …` into `[lat, lon]` points; unreadable points are left out and told.
pub(crate) fn polygon(
    text: &str,
    order: PointOrder,
    path: &str,
    defects: &mut Defects,
) -> Vec<[f64; 2]> {
    let mut points = Vec::new();
    let mut turned = false;
    for word in text.split_whitespace() {
        if points.len() >= POLYGON_POINTS_MAX {
            let message = format!("more than {POLYGON_POINTS_MAX} points; the rest is left out");
            defects.add(DefectKind::TooMany, path, message);
            break;
        }
        points.extend(point(word, order, &mut turned, path, defects));
    }
    if turned {
        defects.add(
            DefectKind::PointOrder,
            path,
            "points stand longitude first; turned",
        );
    }
    if points.len() < POLYGON_POINTS_MIN {
        let message = format!("{} points; a polygon has at least 4", points.len());
        defects.add(DefectKind::PolygonShort, path, message);
    }
    // The schema compares text: `21.28,92.2` and `21.280,92.2` are one place but not one pair.
    let first_word = text.split_whitespace().next();
    let last_word = text.split_whitespace().next_back();
    let all_read = points.len() == text.split_whitespace().count();
    if points.first() != points.last() {
        let message = "the last point is not the first";
        defects.add(DefectKind::PolygonOpen, path, message);
    } else if first_word != last_word && all_read {
        let message = "the last point is the first, but written in another way";
        defects.add(DefectKind::PolygonOpen, path, message);
    }
    points
}

/// Reads `lat,lon radius` into latitude, longitude and radius in the unit of the sender.
pub(crate) fn circle(
    text: &str,
    order: PointOrder,
    path: &str,
    defects: &mut Defects,
) -> Option<[f64; 3]> {
    let mut words = text.split_whitespace();
    let mut turned = false;
    let mut unused = Defects::default();
    let centre = words
        .next()
        .and_then(|word| point(word, order, &mut turned, path, &mut unused));
    defects.append(unused.into_vec());
    let radius = words
        .next()
        .and_then(number)
        .filter(|radius| *radius >= 0.0);
    if turned {
        defects.add(
            DefectKind::PointOrder,
            path,
            "the centre stands longitude first; turned",
        );
    }
    match (centre, radius, words.next()) {
        (Some([lat, lon]), Some(radius), None) => Some([lat, lon, radius]),
        _ => {
            let message = format!("{} is no `lat,lon radius`", quote(text));
            defects.add(DefectKind::CircleUnreadable, path, message);
            None
        }
    }
}

fn point(
    word: &str,
    order: PointOrder,
    turned: &mut bool,
    path: &str,
    defects: &mut Defects,
) -> Option<[f64; 2]> {
    let pair = word
        .split_once(',')
        .and_then(|(lat, lon)| Some((number(lat)?, number(lon)?)));
    let Some((mut lat, mut lon)) = pair else {
        defects.add(
            DefectKind::PointUnreadable,
            path,
            format!("{} is no point", quote(word)),
        );
        return None;
    };
    let china = CHINA_LON.contains(&lat) && CHINA_LAT.contains(&lon);
    if order == PointOrder::LatLonInChina && china {
        (lat, lon) = (lon, lat);
        *turned = true;
    }
    if lat.abs() > 90.0 || lon.abs() > 180.0 {
        let message = format!("{} is outside of the globe", quote(word));
        defects.add(DefectKind::PointOutOfRange, path, message);
        return None;
    }
    Some([lat, lon])
}

/// A finite decimal number; no `inf`, no `nan`, no hexadecimal.
pub(crate) fn number(text: &str) -> Option<f64> {
    text.trim()
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_read_and_judged() {
        let cases: [(&str, usize, &[DefectKind]); 7] = [
            ("36.6,117.0 36.7,117.0 36.7,117.1 36.6,117.0", 4, &[]),
            (
                "36.6,117.0 36.7,117.0 36.7,117.1",
                3,
                &[DefectKind::PolygonShort, DefectKind::PolygonOpen],
            ),
            (
                "36.6,117.0 36.7,117.0... 36.7,117.1 36.8,117.1 36.6,117.0",
                4,
                &[DefectKind::PointUnreadable],
            ),
            (
                "36.6,NaN 36.6,inf",
                0,
                &[
                    DefectKind::PointUnreadable,
                    DefectKind::PointUnreadable,
                    DefectKind::PolygonShort,
                ],
            ),
            (
                "136.6,17.0 36.7,117.0 36.7,117.1 36.8,117.1 36.7,117.0",
                4,
                &[DefectKind::PointOutOfRange],
            ),
            (
                "36.6,117.0 36.7,117.0 36.7,117.1 36.60,117.0",
                4,
                &[DefectKind::PolygonOpen],
            ),
            ("", 0, &[DefectKind::PolygonShort]),
        ];
        for (text, points, kinds) in cases {
            let mut defects = Defects::default();
            let read = polygon(text, PointOrder::LatLon, "p", &mut defects);
            let found: Vec<_> = defects
                .into_vec()
                .iter()
                .map(|defect| defect.kind)
                .collect();
            assert_eq!((read.len(), found.as_slice()), (points, kinds), "{text:?}");
        }
    }

    #[test]
    fn a_chinese_point_in_the_wrong_order_is_turned_and_told() {
        let mut defects = Defects::default();
        let text = "117.0,36.6 500";
        let read = circle(text, PointOrder::LatLonInChina, "c", &mut defects);
        assert_eq!(
            read,
            Some([36.6, 117.0, 500.0]),
            "longitude 117 is no latitude"
        );
        assert_eq!(
            defects.into_vec()[0].kind,
            DefectKind::PointOrder,
            "the turn is told"
        );
    }

    #[test]
    fn a_circle_needs_a_centre_and_a_radius() {
        for text in [
            "36.6,117.0",
            "36.6 5",
            "36.6,117.0 -1",
            "36.6,117.0 5 6",
            "",
        ] {
            let mut defects = Defects::default();
            assert_eq!(
                circle(text, PointOrder::LatLon, "c", &mut defects),
                None,
                "{text:?}"
            );
            assert!(!defects.is_empty(), "{text:?} is told");
        }
    }
}
