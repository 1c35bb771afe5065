//! Finding a Chinese face for the PDF among the fonts of the system.
//!
//! The only part of this crate that looks outside: it reads the font folders, when the caller
//! asks for it. A caller with its own font uses [`Face::from_bytes`].

use std::sync::Arc;

use fontdb::{Database, Family, Query, Weight};

/// A character that every Chinese face has.
const PROBE: char = '历';

/// Families for the body, best first: 仿宋, then other Song faces, then any Chinese one.
const BODY_FAMILIES: [&str; 14] = [
    "FangSong",
    "仿宋",
    "FangSong_GB2312",
    "FandolFang R",
    "STFangsong",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun",
    "Songti SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
];

/// Families for titles and headings, best first.
const TITLE_FAMILIES: [&str; 8] = [
    "FZXiaoBiaoSong-B05S",
    "方正小标宋简体",
    "方正小标宋_GBK",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun",
    "Songti SC",
    "Noto Sans CJK SC",
];

/// One face of a font file.
#[derive(Clone)]
pub struct Face {
    /// The bytes of the file.
    pub data: Arc<Vec<u8>>,
    /// Which face of a collection, 0 for a single one.
    pub index: u32,
}

/// The faces of a document.
#[derive(Clone, Debug)]
pub struct Fonts {
    /// For the body and tables.
    pub body: Face,
    /// For titles and headings.
    pub title: Face,
}

/// Why there is no face.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FontError {
    /// The system has no Chinese font.
    #[error(
        "no Chinese font was found among {faces} faces; install one: \
         Debian and Ubuntu `apt-get install fonts-noto-cjk`, \
         Fedora `dnf install google-noto-serif-cjk-fonts`; Windows and macOS bring one"
    )]
    NoChinese {
        /// Faces that were looked at.
        faces: usize,
    },
    /// The bytes are no font, or the font has no Chinese characters.
    #[error("the bytes hold no face {index} with Chinese characters")]
    NotChinese {
        /// Which face was asked for.
        index: u32,
    },
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Face({} bytes, face {})", self.data.len(), self.index)
    }
}

impl Face {
    /// A face from the bytes of a font file.
    ///
    /// # Errors
    /// [`FontError::NotChinese`] when it cannot draw Chinese.
    pub fn from_bytes(data: Vec<u8>, index: u32) -> Result<Self, FontError> {
        if is_chinese(&data, index) {
            Ok(Self {
                data: Arc::new(data),
                index,
            })
        } else {
            Err(FontError::NotChinese { index })
        }
    }
}

/// The best Chinese faces of the system.
///
/// # Errors
/// [`FontError::NoChinese`] says what to install.
pub fn cjk() -> Result<Fonts, FontError> {
    let mut database = Database::new();
    database.load_system_fonts();
    cjk_of(&database)
}

/// The best Chinese faces of a font database.
///
/// # Errors
/// [`FontError::NoChinese`] says what to install.
pub fn cjk_of(database: &Database) -> Result<Fonts, FontError> {
    let none = FontError::NoChinese {
        faces: database.len(),
    };
    let body = find(database, &BODY_FAMILIES, Weight::NORMAL)
        .or_else(|| any(database))
        .ok_or(none)?;
    let title = find(database, &TITLE_FAMILIES, Weight::BOLD).unwrap_or_else(|| body.clone());
    Ok(Fonts { body, title })
}

fn find(database: &Database, families: &[&str], weight: Weight) -> Option<Face> {
    families.iter().find_map(|name| {
        let query = Query {
            families: &[Family::Name(name)],
            weight,
            ..Query::default()
        };
        load(database, database.query(&query)?)
    })
}

/// Any face that can draw Chinese, in the order of the database.
fn any(database: &Database) -> Option<Face> {
    database.faces().find_map(|face| load(database, face.id))
}

fn load(database: &Database, id: fontdb::ID) -> Option<Face> {
    // The file is mapped for the look; a font that cannot draw Chinese is not copied.
    database.with_face_data(id, |data, index| {
        let chinese = is_chinese(data, index);
        chinese.then(|| Face {
            data: Arc::new(data.to_vec()),
            index,
        })
    })?
}

fn is_chinese(data: &[u8], index: u32) -> bool {
    ttf_parser::Face::parse(data, index).is_ok_and(|face| face.glyph_index(PROBE).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_without_a_chinese_font_says_what_to_install() {
        let error = cjk_of(&Database::new()).expect_err("it is empty");
        let words = error.to_string();
        assert!(
            words.contains("fonts-noto-cjk"),
            "it names the package: {words}"
        );
    }

    #[test]
    fn bytes_that_are_no_font_are_refused() {
        let error = Face::from_bytes(b"no font".to_vec(), 0).expect_err("they are no font");
        assert_eq!(error, FontError::NotChinese { index: 0 }, "and said so");
    }
}
