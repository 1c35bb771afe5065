//! Facts to documents: reports, duty log, handover.
//!
//! Pure: facts in, a document model out, and from it the bytes of a `.docx` or a PDF. Time, ids
//! and fonts are passed in.
//!
//! # Layout
//! - [`facts`]: what a report is drafted from, each value with the log events that say so.
//! - [`draft()`]: facts -> 初报, 续报, 终报.
//! - [`clocks`]: which report is due when, from `assets/clocks.json`.
//! - [`document`]: the document model; the officer's edits keep what was drafted.
//! - [`docx`]: the model -> Word files.
//! - [`pdf`]: the model -> PDF, with faces that [`fonts`] finds or the caller brings.
//! - [`sheets`]: duty log, handover, current picture, blank forms, from the same model.
//! - [`text`]: hostile text made plain, cells that are never formulas.
//! - [`when`]: times in words.

pub mod clocks;
pub mod document;
pub mod docx;
pub mod draft;
pub mod facts;
pub mod fonts;
pub mod pdf;
pub mod sheets;
pub mod text;
pub mod when;

pub use document::{Column, DocumentError, Entry, Form, Part, ReportDocument, Section, Table};
pub use docx::to_docx;
pub use draft::draft;
pub use facts::{Casualties, Contact, Fact, Known, ReportFacts};
pub use fonts::{Face, FontError, Fonts};
pub use pdf::to_pdf;
pub use text::{csv_cell, plain, plain_line};

/// What every page of an exercise document carries.
pub const EXERCISE_MARK: &str = "【演练】本文件为应急演练材料，不是真实情况";
