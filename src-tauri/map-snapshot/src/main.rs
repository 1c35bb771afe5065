//! Draws a bare base map with maplibre-rs, without a window: a job on standard input, a PNG on
//! standard output.
//!
//! The job is one line of JSON (side in pixels; layers from the lowest up, each with the name of
//! its layer in the tile, `fill` or `line`, and its colour) and then one uncompressed vector tile
//! whose extent is the square to be drawn.
//!
//! It is a program of its own because the library ends the process where others return an error (no
//! graphics adapter, a damaged tile). The caller takes any exit but 0 as "not available".

use std::io::{Read, Write};

use anyhow::{Context, Result, bail, ensure};
use maplibre::headless::map::HeadlessMap;
use maplibre::headless::{HeadlessPlugin, create_headless_renderer};
use maplibre::plugin::Plugin;
use maplibre::render::RenderPlugin;
use maplibre::style::Style;
use maplibre::style::layer::StyleLayer;
use maplibre::vector::{DefaultVectorTransferables, VectorPlugin};
use serde::Deserialize;
use serde_json::json;

/// Bytes of a job at most.
const MAX_JOB_BYTES: u64 = 64 * 1024 * 1024;
/// Pixels along the side at most: what every adapter can draw into.
const MAX_SIDE_PX: u32 = 8_192;
/// The only row length that the library copies correctly is a multiple of this many pixels.
const SIDE_STEP_PX: u32 = 64;
/// Layers at most.
const MAX_LAYERS: usize = 64;

#[derive(Deserialize)]
struct Job {
    side_px: u32,
    layers: Vec<JobLayer>,
}

#[derive(Deserialize)]
struct JobLayer {
    name: String,
    kind: Kind,
    color: String,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Fill,
    Line,
}

fn main() -> Result<()> {
    let mut input = Vec::new();
    std::io::stdin()
        .lock()
        .take(MAX_JOB_BYTES)
        .read_to_end(&mut input)?;
    let end = input
        .iter()
        .position(|byte| *byte == b'\n')
        .context("the job has no first line")?;
    let job: Job = serde_json::from_slice(&input[..end]).context("the job's first line")?;
    ensure!(
        job.layers.len() <= MAX_LAYERS,
        "{} layers are too many",
        job.layers.len()
    );
    let side = job.side_px;
    if side == 0 || side > MAX_SIDE_PX || side % SIDE_STEP_PX != 0 {
        bail!("a side of {side} pixels cannot be drawn");
    }
    // The library writes its picture into the current folder, under a name of its own.
    let folder = tempfile::tempdir()?;
    std::env::set_current_dir(folder.path())?;
    draw(&job, input[end + 1..].into())?;
    let png = std::fs::read(folder.path().join("frame_0.png")).context("no picture was made")?;
    std::io::stdout().lock().write_all(&png)?;
    Ok(())
}

fn draw(job: &Job, tile: Box<[u8]>) -> Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let style = Style {
        layers: style_layers(job)?,
        ..Style::default()
    };
    runtime.block_on(async {
        let (kernel, renderer) = create_headless_renderer(job.side_px, None).await;
        let plugins: Vec<Box<dyn Plugin<_>>> = vec![
            Box::new(RenderPlugin),
            Box::new(VectorPlugin::<DefaultVectorTransferables>::default()),
            Box::new(HeadlessPlugin::new(true)),
        ];
        let mut map = HeadlessMap::new(style, renderer, kernel, plugins)
            .map_err(|error| anyhow::anyhow!("the map cannot be made: {error:?}"))?;
        let names: Vec<&str> = job.layers.iter().map(|layer| layer.name.as_str()).collect();
        let layers = map.process_tile(tile, &names).await;
        map.render_tile(layers);
        Ok(())
    })
}

/// The layers in the library's own form. Index 0 is never drawn, so they begin at 1.
fn style_layers(job: &Job) -> Result<Vec<StyleLayer>> {
    let layer = |(index, layer): (usize, &JobLayer)| -> Result<StyleLayer> {
        let (kind, paint) = match layer.kind {
            Kind::Fill => ("fill", json!({ "fill-color": layer.color })),
            Kind::Line => ("line", json!({ "line-color": layer.color })),
        };
        let mut style: StyleLayer = serde_json::from_value(json!({
            "id": layer.name, "type": kind, "paint": paint, "source_layer": layer.name,
        }))
        .with_context(|| format!("layer {:?}", layer.name))?;
        style.index = u32::try_from(index)? + 1;
        Ok(style)
    };
    job.layers.iter().enumerate().map(layer).collect()
}
