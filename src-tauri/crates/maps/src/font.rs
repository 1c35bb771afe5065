//! Where the Chinese letters of a picture come from.
//!
//! A picture is drawn outside the webview, so the web font of the interface does not serve it. The
//! caller says where to look; a face is taken only if it can really write Chinese. Without one
//! there is an error that says what to install, never a page of empty boxes.

use fontdb::Database;
use std::path::PathBuf;
use std::sync::Arc;

/// Characters that a face must have to be taken: names and words that every picture may need.
const PROBE: &str = "历城区应急演练图例比例尺王舍人";
/// Families tried first, best first: one style for all machines where it can be had.
const PREFERRED_FAMILIES: [&str; 9] = [
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
];
/// Faces looked at for a Chinese one at most.
const MAX_FACES: usize = 2_000;

/// Where to look for a face that can write Chinese.
#[derive(Debug, Clone)]
pub enum FontSource {
    /// The fonts of the operating system.
    System,
    /// Font files (TTF, OTF, TTC), such as one that the program ships.
    Files(Vec<PathBuf>),
    /// Font files in memory.
    Bytes(Vec<Vec<u8>>),
}

/// Why no face can be used.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    /// None of the faces can write Chinese.
    #[error(
        "no font that can write Chinese among {faces} faces: install one (Debian: \
         `apt-get install fonts-noto-cjk`) or name a font file"
    )]
    NoChineseFace {
        /// How many faces were there.
        faces: usize,
    },
    /// A font file cannot be read.
    #[error("the font file {path} cannot be read: {source}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

/// Fonts ready for drawing.
#[derive(Debug, Clone)]
pub struct Fonts {
    pub(crate) database: Arc<Database>,
    pub(crate) family: String,
}

impl Fonts {
    /// Loads the fonts and chooses the face that writes Chinese.
    ///
    /// # Errors
    /// When a file cannot be read or no face can write Chinese.
    pub fn load(source: &FontSource) -> Result<Self, FontError> {
        let mut database = Database::new();
        match source {
            FontSource::System => database.load_system_fonts(),
            FontSource::Files(paths) => {
                for path in paths {
                    database
                        .load_font_file(path)
                        .map_err(|error| FontError::File {
                            path: path.clone(),
                            source: error,
                        })?;
                }
            }
            FontSource::Bytes(files) => {
                for file in files {
                    database.load_font_data(file.clone());
                }
            }
        }
        let family = chinese_family(&database).ok_or_else(|| FontError::NoChineseFace {
            faces: database.len(),
        })?;
        Ok(Self {
            database: Arc::new(database),
            family,
        })
    }

    /// The family that writes Chinese.
    pub fn family(&self) -> &str {
        &self.family
    }
}

fn chinese_family(database: &Database) -> Option<String> {
    let rank = |family: &str| {
        PREFERRED_FAMILIES
            .iter()
            .position(|known| *known == family)
            .unwrap_or(PREFERRED_FAMILIES.len())
    };
    let mut faces: Vec<(usize, bool, &str, fontdb::ID)> = database
        .faces()
        .filter_map(|face| {
            let (family, _) = face.families.first()?;
            let plain =
                face.style == fontdb::Style::Normal && face.weight == fontdb::Weight::NORMAL;
            Some((rank(family), !plain, family.as_str(), face.id))
        })
        .collect();
    faces.sort_unstable_by(|a, b| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)));
    faces
        .into_iter()
        .take(MAX_FACES)
        .find(|(_, _, _, id)| writes_chinese(database, *id))
        .map(|(_, _, family, _)| family.to_owned())
}

fn writes_chinese(database: &Database, id: fontdb::ID) -> bool {
    let has_all = |data: &[u8], index: u32| {
        let Ok(face) = ttf_parser::Face::parse(data, index) else {
            return false;
        };
        PROBE.chars().all(|char| face.glyph_index(char).is_some())
    };
    database.with_face_data(id, has_all).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_chinese_face_the_error_says_what_to_install() {
        let error = Fonts::load(&FontSource::Bytes(vec![])).expect_err("there is no face at all");
        let text = error.to_string();
        assert!(
            text.contains("fonts-noto-cjk"),
            "the error names a package: {text}"
        );
    }

    #[test]
    fn a_missing_file_is_named() {
        let path = PathBuf::from("no-such-font.ttf");
        let error = Fonts::load(&FontSource::Files(vec![path])).expect_err("no such file");
        assert!(
            error.to_string().contains("no-such-font.ttf"),
            "the file is named: {error}"
        );
    }

    #[test]
    fn the_system_face_can_write_the_probe() {
        let fonts = Fonts::load(&FontSource::System).expect("a Chinese font is a requirement");
        let id = fonts
            .database
            .query(&fontdb::Query {
                families: &[fontdb::Family::Name(fonts.family())],
                ..fontdb::Query::default()
            })
            .expect("the chosen family is in the database");
        assert!(
            writes_chinese(&fonts.database, id),
            "{} writes Chinese",
            fonts.family()
        );
    }
}
