//! A package for another plan system: the plan as JSON, its documents, and a list with the SHA-256
//! of each. The list itself is hashed as canonical text, so that one number stands for all.

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read as _, Write as _};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;

use super::ExportError;
use crate::plan::Plan;

/// Version of the form of the package.
pub const PACKAGE_FORMAT: &str = "dutyroom-plan-package/1";
/// Name of the list.
pub const MANIFEST: &str = "manifest.json";
/// Name of the plan's text in the form of the library.
const PLAN_TEXT: &str = "plan.md";
/// Files of one package.
pub const FILES_MAX: usize = 500;
/// Bytes of all files of one package, unpacked.
pub const PACKAGE_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// A file of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageFile {
    /// Path with `/`, below the package.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`PACKAGE_FORMAT`].
    pub format: String,
    /// Id of the plan.
    pub plan: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of the plan's text in the form of the library, hexadecimal: what is signed.
    pub content_sha256: String,
    /// True when it was made in an exercise (演练): nothing in it is in force.
    #[serde(default)]
    pub exercise: bool,
    /// The other files, by name.
    pub files: Vec<Listed>,
}

/// A file in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its path.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
}

/// What is wrong with a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum PackageDefect {
    /// It is no package, or the list cannot be read.
    Unreadable {
        /// What the reader said.
        why: String,
    },
    /// A listed file is not there.
    Missing {
        /// Its path.
        name: String,
    },
    /// A file has other bytes than the list says.
    Changed {
        /// Its path.
        name: String,
    },
    /// The list names a file more than once.
    Repeated {
        /// Its path.
        name: String,
    },
    /// The list says something else of the plan than the plan's text does.
    Contradicts {
        /// The entry of the list.
        entry: String,
    },
    /// A file is not listed.
    Unlisted {
        /// Its path.
        name: String,
    },
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What stands for the content of a plan: the SHA-256 of its text in the form of the library.
#[must_use]
pub fn content_hash(plan: &Plan) -> String {
    sha256(crate::render(plan).as_bytes())
}

/// Packs a plan with further documents, marked when it is one of an exercise. The same plan and
/// documents give the same bytes.
///
/// # Errors
/// [`ExportError::Pack`] when the package could not be written, or a name stands twice;
/// [`ExportError::TooMuch`] when it would be too large to be verified.
pub fn package(
    plan: &Plan,
    documents: Vec<PackageFile>,
    exercise: bool,
) -> Result<Vec<u8>, ExportError> {
    let mut files = vec![
        PackageFile {
            name: PLAN_TEXT.to_owned(),
            bytes: crate::render(plan).into_bytes(),
        },
        PackageFile {
            name: "plan.json".to_owned(),
            bytes: serde_json::to_vec_pretty(plan).map_err(|error| pack(error.into()))?,
        },
    ];
    files.extend(documents);
    let bytes = files.iter().map(|file| file.bytes.len() as u64).sum();
    if files.len() > FILES_MAX || bytes > PACKAGE_BYTES_MAX {
        return Err(ExportError::TooMuch {
            files: files.len(),
            bytes,
        });
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let list = |file: &PackageFile| Listed {
        name: file.name.clone(),
        bytes: file.bytes.len() as u64,
        sha256: sha256(&file.bytes),
    };
    let manifest = Manifest {
        format: PACKAGE_FORMAT.to_owned(),
        plan: plan.front.id.clone(),
        title: plan.front.title.clone(),
        version: plan.front.version.clone(),
        content_sha256: content_hash(plan),
        exercise,
        files: files.iter().map(list).collect(),
    };
    let manifest = serde_json::to_vec_pretty(&manifest).map_err(|error| pack(error.into()))?;
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let all = std::iter::once((MANIFEST, &manifest))
        .chain(files.iter().map(|file| (file.name.as_str(), &file.bytes)));
    for (name, bytes) in all {
        archive
            .start_file(name, SimpleFileOptions::default())
            .map_err(|error| pack(error.into()))?;
        archive.write_all(bytes).map_err(pack)?;
    }
    let finished = archive.finish().map_err(|error| pack(error.into()))?;
    Ok(finished.into_inner())
}

fn pack(source: std::io::Error) -> ExportError {
    ExportError::Pack { source }
}

/// Holds a package against its list. Nothing found means that every byte is as it was packed.
#[must_use]
pub fn verify_package(bytes: &[u8]) -> Vec<PackageDefect> {
    match read(bytes) {
        Ok((manifest, files)) => compare(&manifest, &files),
        Err(why) => vec![PackageDefect::Unreadable { why }],
    }
}

fn read(bytes: &[u8]) -> Result<(Manifest, Vec<PackageFile>), String> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    if archive.len() > FILES_MAX + 1 {
        return Err(format!("more than {FILES_MAX} files"));
    }
    let (mut files, mut room) = (Vec::new(), PACKAGE_BYTES_MAX);
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|error| error.to_string())?;
        let name = file.name().to_owned();
        let mut bytes = Vec::new();
        let read = file.take(room + 1).read_to_end(&mut bytes);
        read.map_err(|error| format!("{name}: {error}"))?;
        room = room
            .checked_sub(bytes.len() as u64)
            .ok_or_else(|| format!("more than {PACKAGE_BYTES_MAX} bytes"))?;
        files.push(PackageFile { name, bytes });
    }
    let at = files.iter().position(|file| file.name == MANIFEST);
    let manifest = at.map(|at| files.remove(at)).ok_or("no list")?;
    let manifest: Manifest =
        serde_json::from_slice(&manifest.bytes).map_err(|error| error.to_string())?;
    if manifest.files.len() > FILES_MAX {
        return Err(format!("the list names more than {FILES_MAX} files"));
    }
    Ok((manifest, files))
}

fn compare(manifest: &Manifest, files: &[PackageFile]) -> Vec<PackageDefect> {
    let mut defects = Vec::new();
    let by_name: HashMap<&str, &PackageFile> = files
        .iter()
        .map(|file| (file.name.as_str(), file))
        .collect();
    let mut listed = HashSet::new();
    for entry in &manifest.files {
        let name = entry.name.clone();
        // A file is hashed once, however often the list names it.
        if !listed.insert(entry.name.as_str()) {
            defects.push(PackageDefect::Repeated { name });
            continue;
        }
        match by_name.get(entry.name.as_str()) {
            None => defects.push(PackageDefect::Missing { name }),
            Some(file)
                if file.bytes.len() as u64 != entry.bytes
                    || sha256(&file.bytes) != entry.sha256 =>
            {
                defects.push(PackageDefect::Changed { name });
            }
            Some(_) => {}
        }
    }
    for file in files.iter().filter(|file| !listed.contains(&*file.name)) {
        defects.push(PackageDefect::Unlisted {
            name: file.name.clone(),
        });
    }
    let text = PLAN_TEXT.to_owned();
    let changed = PackageDefect::Changed { name: text.clone() };
    let missing = PackageDefect::Missing { name: text };
    match by_name.get(PLAN_TEXT) {
        None if !defects.contains(&missing) => defects.push(missing),
        Some(file) if !defects.contains(&changed) => {
            defects.extend(contradictions(manifest, &file.bytes));
        }
        _ => {}
    }
    defects
}

/// What the list says of the plan, held against the plan's text.
fn contradictions(manifest: &Manifest, text: &[u8]) -> Vec<PackageDefect> {
    let front = crate::parse(&String::from_utf8_lossy(text)).0.front;
    let entries = [
        ("format", &*manifest.format, PACKAGE_FORMAT),
        ("plan", &manifest.plan, &front.id),
        ("title", &manifest.title, &front.title),
        ("version", &manifest.version, &front.version),
        ("content_sha256", &manifest.content_sha256, &sha256(text)),
    ];
    let wrong = entries.iter().filter(|(_, said, is)| said != is);
    wrong
        .map(|(entry, ..)| PackageDefect::Contradicts {
            entry: (*entry).to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed() -> Vec<u8> {
        let (plan, _) = crate::parse("+++\nid='a'\ntitle='甲'\n+++\n\n# 一、总则\n\n文\n");
        let card = PackageFile {
            name: "cards/甲.pdf".to_owned(),
            bytes: b"%PDF".to_vec(),
        };
        package(&plan, vec![card], false).expect("packed")
    }

    /// The same package with its files changed, or one left out, by name.
    fn repacked(change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>) -> Vec<u8> {
        let mut old = zip::ZipArchive::new(Cursor::new(packed())).expect("a package");
        let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..old.len() {
            let mut file = old.by_index(index).expect("a file");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("its bytes");
            let name = file.name().to_owned();
            if let Some(bytes) = change(&name, bytes) {
                new.start_file(name, SimpleFileOptions::default())
                    .expect("a file");
                new.write_all(&bytes).expect("its bytes");
            }
        }
        new.finish().expect("closed").into_inner()
    }

    #[test]
    fn a_package_is_whole_and_always_the_same() {
        assert_eq!(verify_package(&packed()), [], "nothing was changed");
        assert_eq!(packed(), packed(), "no time and no chance is in it");
        let (manifest, files) = read(&packed()).expect("a package");
        assert_eq!(manifest.files.len(), 3, "the plan twice and the card");
        let text = files
            .iter()
            .find(|file| file.name == "plan.md")
            .expect("the text");
        assert_eq!(
            sha256(&text.bytes),
            manifest.content_sha256,
            "what is signed is the text"
        );
        let json = files
            .iter()
            .find(|file| file.name == "plan.json")
            .expect("the JSON");
        let plan: Plan = serde_json::from_slice(&json.bytes).expect("a plan");
        assert_eq!(
            content_hash(&plan),
            manifest.content_sha256,
            "both say the same"
        );
    }

    #[test]
    fn a_changed_a_missing_and_a_strange_file_are_named() {
        let changed = repacked(|name, mut bytes| {
            if name == "plan.md" {
                bytes.push(b' ');
            }
            Some(bytes)
        });
        let name = "plan.md".to_owned();
        assert_eq!(
            verify_package(&changed),
            [PackageDefect::Changed { name: name.clone() }]
        );
        let missing = repacked(|name, bytes| (name != "plan.md").then_some(bytes));
        assert_eq!(
            verify_package(&missing),
            [PackageDefect::Missing { name: name.clone() }]
        );
        let strange = repacked(|file, bytes| {
            let without = |list: Vec<u8>| {
                let mut manifest: Manifest = serde_json::from_slice(&list).expect("the list");
                manifest.files.retain(|listed| listed.name != name);
                serde_json::to_vec(&manifest).expect("the list")
            };
            Some(if file == MANIFEST {
                without(bytes)
            } else {
                bytes
            })
        });
        let unlisted = PackageDefect::Unlisted { name: name.clone() };
        assert_eq!(verify_package(&strange), [unlisted]);
        let damaged = verify_package(b"PK\x03\x04");
        assert!(
            matches!(damaged[..], [PackageDefect::Unreadable { .. }]),
            "{damaged:?}"
        );
    }

    type Change = fn(&mut Manifest);

    /// The package with its list changed.
    fn relisted(change: impl Fn(&mut Manifest)) -> Vec<u8> {
        repacked(|name, bytes| {
            if name != MANIFEST {
                return Some(bytes);
            }
            let mut manifest = serde_json::from_slice(&bytes).expect("the list");
            change(&mut manifest);
            Some(serde_json::to_vec(&manifest).expect("the list"))
        })
    }

    #[test]
    fn a_list_that_repeats_a_file_or_names_too_many_is_refused() {
        let twice = relisted(|list| list.files.push(list.files[0].clone()));
        let name = "cards/甲.pdf".to_owned();
        assert_eq!(verify_package(&twice), [PackageDefect::Repeated { name }]);
        let many = relisted(|list| list.files = vec![list.files[0].clone(); FILES_MAX + 1]);
        let defects = verify_package(&many);
        assert!(
            matches!(defects[..], [PackageDefect::Unreadable { .. }]),
            "nothing is hashed: {defects:?}"
        );
    }

    #[test]
    fn a_list_that_says_something_else_than_the_plan_is_noticed() {
        let size = relisted(|list| list.files[0].bytes += 1);
        let name = "cards/甲.pdf".to_owned();
        assert_eq!(verify_package(&size), [PackageDefect::Changed { name }]);
        let changes: [(&str, Change); 5] = [
            ("format", |list| list.format.push('0')),
            ("plan", |list| list.plan.push('0')),
            ("title", |list| list.title.push('0')),
            ("version", |list| list.version.push('0')),
            ("content_sha256", |list| list.content_sha256.push('0')),
        ];
        for (entry, change) in changes {
            let entry = entry.to_owned();
            assert_eq!(
                verify_package(&relisted(change)),
                [PackageDefect::Contradicts { entry }]
            );
        }
    }

    #[test]
    fn a_package_of_too_many_files_is_an_error() {
        let (plan, _) = crate::parse("# 一、总则\n");
        let file = |number: usize| PackageFile {
            name: number.to_string(),
            bytes: Vec::new(),
        };
        let most = FILES_MAX - 2;
        let packed =
            package(&plan, (0..most).map(file).collect(), false).expect("as many as may be");
        assert_eq!(verify_package(&packed), [], "all are there");
        let error = package(&plan, (0..=most).map(file).collect(), false).expect_err("one more");
        assert!(matches!(error, ExportError::TooMuch { .. }), "{error:?}");
    }
}
