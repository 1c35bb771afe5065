//! Bytes to messages and back, for every outside format; pure.
//!
//! No I/O, no clock, no randomness. A parser here never fails and never panics: it returns what it
//! could read and a list of [`Defect`]s; every size, count and depth has a named bound.

mod block;
mod budget;
mod bytes;
pub mod cap;
mod colour;
pub mod decode;
mod defect;
pub mod feed_list;
pub mod gbt26875;
mod geometry;
mod held;
pub mod hj212;
pub mod jt808;
pub mod mqtt;
mod notice;
pub mod platform;
pub mod sensor;
mod stream;
pub mod submission;
mod text;
mod time;
#[cfg(test)]
mod vectors;
pub mod warning12379;
mod xml;

pub use budget::Budget;
pub use defect::{DEFECT_BYTES_MAX, DEFECTS_MAX, Defect, DefectKind, Parsed, QUOTE_CHARS_MAX};
pub use geometry::{POLYGON_POINTS_MAX, POLYGON_POINTS_MIN};
pub use notice::{
    AlertNotice, LevelSource, MsgType, NoticeArea, NoticeCircle, NoticeText, SourceFormat, Status,
    TEXTS_MAX, notice_key,
};
pub use stream::Stream;
pub use time::ASSUMED_OFFSET_S;
pub use xml::{ATTRIBUTES_MAX, ELEMENT_TEXT_BYTES_MAX, ELEMENTS_MAX, NESTING_MAX};
