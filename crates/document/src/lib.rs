//! Letters from templates, in the official layout of Viet Nam, as DOCX and PDF; tables as CSV and XLSX.
//!
//! A [`Template`] is words with named fields; filled with [`Fields`] it is a [`Letter`]; a letter is written
//! as [`docx::write`] or [`pdf::write`]. Both follow the rules of [`layout`], each with its source. The same
//! letter gives the same bytes: no clock and no randomness is reachable from here.
//!
//! In reading order: [`template`], [`letter`], [`layout`], `lines`, `recipients`, [`docx`], [`pdf`], `font`,
//! `zip`; [`sheet`] for tables.
//!
//! ```
//! use document::{Fields, Template};
//!
//! let text = "title: Thử\nkind: THÔNG BÁO\nsymbol: TB\nabout: Về {report.code}\nsign: TRƯỞNG PHÒNG\n---\nKính báo.\n";
//! let template = Template::parse(text)?;
//! let mut fields = Fields::default();
//! fields.set("report.code", "ABCD-EFGH-JKMN");
//! let letter = template.fill(&fields)?;
//! assert!(document::pdf::write(&letter).starts_with(b"%PDF-1.7"));
//! assert!(document::docx::write(&letter).starts_with(b"PK"));
//! # Ok::<(), document::template::TemplateError>(())
//! ```

pub mod docx;
mod font;
pub mod layout;
pub mod letter;
mod lines;
pub mod pdf;
mod recipients;
pub mod sheet;
pub mod template;
mod zip;

pub use letter::{Letter, Paragraph, ParagraphKind};
pub use template::{BUILTINS, FIELDS, Fields, Template, TemplateError};
