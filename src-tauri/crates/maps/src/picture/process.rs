//! A base map drawn by a program of its own, under the same labels, signs and frame.
//!
//! The program gets a job on standard input (one line of JSON, then one vector tile whose extent is
//! the square around the map frame) and answers with a PNG. It draws fills and lines only; all that
//! is translucent, dashed or written comes from the SVG drawing over it. `map-snapshot`, which uses
//! maplibre-rs, is such a program.

use super::draw::{self, Base};
use super::frame::Frame;
use super::{Picture, PictureError, SnapshotRenderer, SvgRenderer};
use crate::layer::{LayerKind, RoadClass, Shape};
use crate::tokens::{Palette, Tokens};
use fast_mvt::{MvtCoord, MvtError, MvtGeomType, MvtLayerBuilder};
use serde_json::json;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::sync_channel;
use std::time::Duration;

/// How long the program may take; a cold one on a software driver takes about half a second.
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes of its answer at most.
const MAX_ANSWER_BYTES: u64 = 128 * 1024 * 1024;
/// Side of the square in pixels for each point of the sheet.
const PX_PER_PT: f64 = 2.5;
/// The program takes multiples of this, up to the maximum.
const SIDE_STEP_PX: u32 = 64;
const MAX_SIDE_PX: u32 = 4_096;
/// Units along the tile's side.
const EXTENT: f64 = 4_096.0;
const NAME: &str = "process";

/// Draws the base map in a program of its own, and itself when that is not possible.
#[derive(Debug, Clone)]
pub struct ProcessRenderer {
    program: PathBuf,
    svg: SvgRenderer,
}

impl ProcessRenderer {
    /// A renderer that runs `program` for the base map and `svg` for everything over it.
    pub fn new(program: PathBuf, svg: SvgRenderer) -> Self {
        Self { program, svg }
    }

    /// The picture, and why the program's base map is not in it (nothing when it is).
    ///
    /// # Errors
    /// When the SVG drawing itself fails.
    pub fn draw(
        &self,
        picture: &Picture<'_>,
        dpi: u16,
    ) -> Result<(Vec<u8>, Option<PictureError>), PictureError> {
        match self.base(picture) {
            Ok(base) => Ok((self.svg.png_over(picture, dpi, Base::Image(&base))?, None)),
            Err(why) => Ok((self.svg.png(picture, dpi)?, Some(why))),
        }
    }

    fn base(&self, picture: &Picture<'_>) -> Result<Vec<u8>, PictureError> {
        let job = job(picture)?;
        let failed = |detail: String| PictureError::Renderer {
            renderer: NAME,
            detail,
        };
        let mut child = Command::new(&self.program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| failed(format!("{}: {error}", self.program.display())))?;
        let answer = ask(&mut child, job);
        if answer.is_none() {
            // It may have ended by itself; then there is nothing to kill.
            let _ = child.kill();
        }
        let status = child.wait().map_err(|error| failed(error.to_string()))?;
        match answer {
            Some(png) if status.success() && png.starts_with(b"\x89PNG") => Ok(png),
            Some(_) => Err(failed(format!("it ended with {status} and no picture"))),
            None => Err(failed(format!("no answer within {} s", PATIENCE.as_secs()))),
        }
    }
}

impl SnapshotRenderer for ProcessRenderer {
    fn name(&self) -> &'static str {
        NAME
    }

    fn png(&self, picture: &Picture<'_>, dpi: u16) -> Result<Vec<u8>, PictureError> {
        self.draw(picture, dpi).map(|(png, _)| png)
    }
}

/// Gives the job to the program and waits for its whole answer; nothing when it takes too long.
fn ask(child: &mut Child, job: Vec<u8>) -> Option<Vec<u8>> {
    let (mut stdin, stdout) = (child.stdin.take()?, child.stdout.take()?);
    let (sender, answer) = sync_channel(1);
    // The threads end when the program does, which the caller makes sure of.
    let writer = std::thread::Builder::new().name("map-job".into());
    // A program that ends early closes its input; its exit status then says so.
    writer.spawn(move || drop(stdin.write_all(&job))).ok()?;
    let reader = std::thread::Builder::new().name("map-answer".into());
    let read = move || {
        let mut png = Vec::new();
        let whole = stdout.take(MAX_ANSWER_BYTES).read_to_end(&mut png);
        drop(sender.send(whole.map(|_| png)));
    };
    reader.spawn(read).ok()?;
    answer.recv_timeout(PATIENCE).ok()?.ok()
}

/// The job for a picture: the first line and the tile.
fn job(picture: &Picture<'_>) -> Result<Vec<u8>, PictureError> {
    let frame = draw::frame(picture)?;
    let (side_pt, _, _) = square(&frame);
    let steps = (side_pt * PX_PER_PT / f64::from(SIDE_STEP_PX)).ceil() as u32;
    let side_px = (steps * SIDE_STEP_PX).clamp(SIDE_STEP_PX, MAX_SIDE_PX);
    let mut layers = Vec::new();
    let mut tile = Vec::new();
    for layer in base_layers(picture, &frame) {
        let encoded = encode(&layer).map_err(|error| PictureError::Renderer {
            renderer: NAME,
            detail: error.to_string(),
        })?;
        if let Some(encoded) = encoded {
            tile.extend(encoded);
            let kind = if layer.filled { "fill" } else { "line" };
            layers.push(json!({ "name": layer.name, "kind": kind, "color": layer.color }));
        }
    }
    let mut job = json!({ "side_px": side_px, "layers": layers })
        .to_string()
        .into_bytes();
    job.push(b'\n');
    job.extend(tile);
    Ok(job)
}

/// The square around the map frame: its side and its top left corner, in points of the sheet.
pub(super) fn square(frame: &Frame) -> (f64, f64, f64) {
    let rect = frame.rect;
    let side = rect.width.max(rect.height);
    (
        side,
        rect.x + (rect.width - side) / 2.0,
        rect.y + (rect.height - side) / 2.0,
    )
}

/// What the program draws of one colour, in units of the tile.
struct BaseLayer {
    name: String,
    filled: bool,
    color: &'static str,
    lines: Vec<Vec<MvtCoord>>,
}

fn base_layers(picture: &Picture<'_>, frame: &Frame) -> Vec<BaseLayer> {
    let tokens: &Tokens = Palette::Day.tokens();
    let layer = |name: &str, kind: &LayerKind, filled: bool, color, class: Option<RoadClass>| {
        let lines = lines_of(picture, frame, kind, filled, class);
        BaseLayer {
            name: name.to_owned(),
            filled,
            color,
            lines,
        }
    };
    let corner = |x: i32, y: i32| MvtCoord { x, y };
    let side = EXTENT as i32;
    let ground = vec![
        corner(0, 0),
        corner(side, 0),
        corner(side, side),
        corner(0, side),
    ];
    let mut layers = vec![
        BaseLayer {
            name: "ground".into(),
            filled: true,
            color: tokens.ground,
            lines: vec![ground],
        },
        layer(
            "district",
            &LayerKind::Boundary,
            true,
            tokens.district,
            None,
        ),
        layer("water", &LayerKind::Water, true, tokens.water, None),
        layer("river", &LayerKind::Water, false, tokens.water, None),
    ];
    // Lines have one width and no casing, so roads take the casing's tone to be seen.
    let narrowest = draw::narrowest_road(frame);
    for class in RoadClass::ALL
        .into_iter()
        .rev()
        .filter(|class| *class <= narrowest)
    {
        let name = format!("road-{}", class.name());
        layers.push(layer(
            &name,
            &LayerKind::Roads,
            false,
            tokens.road_casing,
            Some(class),
        ));
    }
    layers
}

fn lines_of(
    picture: &Picture<'_>,
    frame: &Frame,
    kind: &LayerKind,
    filled: bool,
    class: Option<RoadClass>,
) -> Vec<Vec<MvtCoord>> {
    let (side, left, top) = square(frame);
    let coord = |place: &crate::LonLat| {
        let (x, y) = frame.point(*place);
        let unit = |value: f64| (value / side * EXTENT).round() as i32;
        MvtCoord {
            x: unit(x - left),
            y: unit(y - top),
        }
    };
    let of_class = |text: Option<&str>| class.is_none_or(|class| text == Some(class.name()));
    picture
        .layers
        .iter()
        .filter(|layer| layer.kind == *kind)
        .flat_map(|layer| &layer.features)
        .filter(|feature| {
            feature
                .shape
                .bounds()
                .is_some_and(|bounds| frame.shows(bounds))
        })
        .filter(|feature| of_class(feature.text("class")))
        .flat_map(|feature| match (&feature.shape, filled) {
            (Shape::Lines(lines), false) => lines.iter().collect::<Vec<_>>(),
            (Shape::Areas(areas), true) => areas.iter().filter_map(|area| area.first()).collect(),
            _ => Vec::new(),
        })
        .map(|line| line.iter().map(coord).collect())
        .map(|mut line: Vec<MvtCoord>| {
            line.dedup_by(|a, b| a.x == b.x && a.y == b.y);
            line
        })
        .filter(|line| line.len() >= if filled { 4 } else { 2 })
        .collect()
}

fn encode(layer: &BaseLayer) -> Result<Option<Vec<u8>>, MvtError> {
    if layer.lines.is_empty() {
        return Ok(None);
    }
    let mut builder = MvtLayerBuilder::new(layer.name.as_str())?;
    for line in &layer.lines {
        let kind = if layer.filled {
            MvtGeomType::Polygon
        } else {
            MvtGeomType::LineString
        };
        let mut feature = builder.feature_of(kind);
        if layer.filled {
            feature.ring(line.iter().copied(), true)?;
        } else {
            feature.line(line.iter().copied())?;
        }
        builder = feature.end();
    }
    Ok(Some(builder.encode()))
}
