//! Cut geometries made safe to write: the writer cannot take a begun feature back, and the map
//! library drops a whole tile for one feature without geometry.

use fast_mvt::{MvtCoord, MvtError, MvtFeatureBuilder, MvtGeomType};

/// A geometry in tile units that is known to be drawable.
pub(super) enum Parts {
    Points(Vec<MvtCoord>),
    Lines(Vec<Vec<MvtCoord>>),
    Areas(Vec<Vec<Vec<MvtCoord>>>),
}

impl Parts {
    /// Tidies a cut geometry; nothing when rounding left nothing to draw.
    pub(super) fn of(value: &geojson::Value) -> Option<Self> {
        let parts = match value {
            geojson::Value::Point(point) => Self::Points(coords(std::slice::from_ref(point))),
            geojson::Value::MultiPoint(points) => Self::Points(coords(points)),
            geojson::Value::LineString(line) => Self::Lines(tidy_line(line).into_iter().collect()),
            geojson::Value::MultiLineString(lines) => {
                Self::Lines(lines.iter().filter_map(|line| tidy_line(line)).collect())
            }
            geojson::Value::Polygon(area) => Self::Areas(tidy_area(area).into_iter().collect()),
            geojson::Value::MultiPolygon(areas) => {
                Self::Areas(areas.iter().filter_map(|area| tidy_area(area)).collect())
            }
            geojson::Value::GeometryCollection(_) => return None,
        };
        let empty = match &parts {
            Self::Points(points) => points.is_empty(),
            Self::Lines(lines) => lines.is_empty(),
            Self::Areas(areas) => areas.is_empty(),
        };
        (!empty).then_some(parts)
    }

    pub(super) fn kind(&self) -> MvtGeomType {
        match self {
            Self::Points(_) => MvtGeomType::Point,
            Self::Lines(_) => MvtGeomType::LineString,
            Self::Areas(_) => MvtGeomType::Polygon,
        }
    }

    pub(super) fn write(self, builder: &mut MvtFeatureBuilder) -> Result<(), MvtError> {
        match self {
            Self::Points(points) => {
                builder.points(points)?;
            }
            Self::Lines(lines) => {
                for line in lines {
                    builder.line(line)?;
                }
            }
            Self::Areas(areas) => {
                for ring_and_holes in areas {
                    for (index, ring) in ring_and_holes.into_iter().enumerate() {
                        builder.ring(ring, index == 0)?;
                    }
                }
            }
        }
        Ok(())
    }
}

fn coords(points: &[Vec<f64>]) -> Vec<MvtCoord> {
    let mut tidy: Vec<MvtCoord> = Vec::with_capacity(points.len());
    for point in points {
        let [x, y] = point[..] else { continue };
        tidy.push(MvtCoord {
            x: x as i32,
            y: y as i32,
        });
    }
    tidy
}

fn tidy_line(line: &[Vec<f64>]) -> Option<Vec<MvtCoord>> {
    let mut line = coords(line);
    line.dedup_by(|a, b| a.x == b.x && a.y == b.y);
    (line.len() >= 2).then_some(line)
}

fn tidy_ring(ring: &[Vec<f64>]) -> Option<Vec<MvtCoord>> {
    let mut ring = tidy_line(ring)?;
    if ring
        .first()
        .zip(ring.last())
        .is_some_and(|(a, b)| a.x == b.x && a.y == b.y)
    {
        ring.pop();
    }
    let twice_area: i64 = (0..ring.len())
        .map(|i| {
            let (a, b) = (&ring[i], &ring[(i + 1) % ring.len()]);
            i64::from(a.x) * i64::from(b.y) - i64::from(b.x) * i64::from(a.y)
        })
        .sum();
    (ring.len() >= 3 && twice_area != 0).then_some(ring)
}

/// An area without its outer ring is nothing; one without a hole is still drawn.
fn tidy_area(area: &[Vec<Vec<f64>>]) -> Option<Vec<Vec<MvtCoord>>> {
    let outer = tidy_ring(area.first()?)?;
    let holes = area.iter().skip(1).filter_map(|ring| tidy_ring(ring));
    Some(std::iter::once(outer).chain(holes).collect())
}
