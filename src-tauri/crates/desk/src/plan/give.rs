//! `desk plan export`, `desk plan cards` and `desk plan verify`.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use plans::Plan;
use plans::export::{PackageFile, package, to_docx, verify_package};

use super::{bytes, cards as quick, print, read};

/// Characters of a role in a file name.
const NAME_CHARS_MAX: usize = 40;

pub(super) fn export(file: &Path, to: &Path) -> Result<()> {
    let plan = read(file)?.plan;
    let ending = to.extension().and_then(|ending| ending.to_str());
    let made = match ending {
        Some("md") => plans::render(&plan).into_bytes(),
        Some("docx") => to_docx(&plan)?,
        Some("zip") => whole_package(&plan)?,
        _ => bail!("{}: .docx, .md or .zip is wanted", to.display()),
    };
    std::fs::write(to, made).with_context(|| to.display().to_string())
}

fn whole_package(plan: &Plan) -> Result<Vec<u8>> {
    let mut documents = vec![PackageFile {
        name: "plan.docx".to_owned(),
        bytes: to_docx(plan)?,
    }];
    for (name, bytes) in sheets(plan, None, false)? {
        let name = format!("cards/{name}");
        documents.push(PackageFile { name, bytes });
    }
    Ok(package(plan, documents, false)?)
}

/// The quick cards as files: Word always, PDF where there is a Chinese face.
pub(crate) fn sheets(
    plan: &Plan,
    role: Option<&str>,
    exercise: bool,
) -> Result<Vec<(String, Vec<u8>)>> {
    let fonts = reports::fonts::cjk()
        .inspect_err(|error| tracing::warn!(%error, "quick cards without PDF"))
        .ok();
    let mut files = Vec::new();
    let roles = plans::role::roles(plan);
    let wanted = roles
        .iter()
        .enumerate()
        .filter(|(_, one)| role.is_none_or(|role| role == one.as_str()));
    for (index, one) in wanted {
        let document = quick::card(plan, one, exercise);
        let stem = format!("{:02}-{}", index + 1, plain(one));
        files.push((format!("{stem}.docx"), reports::to_docx(&document)?));
        if let Some(fonts) = &fonts {
            files.push((format!("{stem}.pdf"), reports::to_pdf(&document, fonts)?));
        }
    }
    Ok(files)
}

/// A role as part of a file name.
fn plain(role: &str) -> String {
    let allowed = |c: &char| c.is_alphanumeric() || "（）-、".contains(*c);
    role.chars().filter(allowed).take(NAME_CHARS_MAX).collect()
}

pub(super) fn cards(file: &Path, to: &Path, role: Option<&str>, exercise: bool) -> Result<()> {
    let plan = read(file)?.plan;
    let files = sheets(&plan, role, exercise)?;
    if files.is_empty() {
        let roles = plans::role::roles(&plan);
        bail!("no card for that role; there are: {}", roles.join(" "));
    }
    std::fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    for (name, bytes) in &files {
        let path = to.join(name);
        std::fs::write(&path, bytes).with_context(|| path.display().to_string())?;
    }
    println!("{} files", files.len());
    Ok(())
}

pub(super) fn verify(file: &Path) -> Result<()> {
    let defects = verify_package(&bytes(file)?);
    print(&defects)?;
    if defects.is_empty() {
        return Ok(());
    }
    bail!("the package is not whole")
}
