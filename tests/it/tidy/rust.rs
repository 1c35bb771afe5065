//! Rules for Rust.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::files::{Fault, File};
use super::{assert_clean, count};

/// As in `.rustfmt.toml`; rustfmt leaves long comments and strings alone.
const LINE_MAX: usize = 100;
/// What fits on two screens.
const FUNCTION_MAX_LINES: usize = 70;

fn long_line(file: &File) -> Vec<Fault> {
    if !file.is(&["rs"]) {
        return Vec::new();
    }
    file.lines(|line| {
        let length = line.chars().count();
        // An address cannot be broken.
        (length > LINE_MAX && !line.contains("://"))
            .then(|| format!("{length} characters, {LINE_MAX} may be"))
    })
}

#[test]
fn no_line_of_rust_is_longer_than_a_hundred_characters() {
    assert_clean(long_line, "two files fit beside each other");
}

#[test]
fn a_long_line_is_noticed() {
    let long = "a".repeat(LINE_MAX + 1);
    assert_eq!(count(long_line, "a.rs", &long), 1, "one too many");
    assert_eq!(
        count(long_line, "a.rs", &"字".repeat(LINE_MAX)),
        0,
        "characters, not bytes"
    );
}

/// Collects functions that are too long.
struct Lengths<'a> {
    file: &'a File,
    faults: Vec<Fault>,
}

impl Lengths<'_> {
    fn measure(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let first = signature.fn_token.span().start().line;
        let last = block.brace_token.span.close().end().line;
        let lines = last + 1 - first;
        if lines > FUNCTION_MAX_LINES {
            let what = format!(
                "{} has {lines} lines, {FUNCTION_MAX_LINES} may be",
                signature.ident
            );
            self.faults.push(self.file.fault(first, what));
        }
    }
}

impl<'ast> Visit<'ast> for Lengths<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.measure(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.measure(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.measure(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }
}

fn long_function(file: &File) -> Vec<Fault> {
    if !file.is(&["rs"]) {
        return Vec::new();
    }
    let mut lengths = Lengths {
        file,
        faults: Vec::new(),
    };
    match syn::parse_file(&file.text) {
        Ok(parsed) => lengths.visit_file(&parsed),
        Err(error) => lengths
            .faults
            .push(file.fault(0, format!("cannot be read: {error}"))),
    }
    lengths.faults
}

#[test]
fn no_function_is_longer_than_seventy_lines() {
    assert_clean(
        long_function,
        "a function that does not fit on the screen is two functions",
    );
}

#[test]
fn a_long_function_is_noticed_wherever_it_stands() {
    let body = "    step();\n".repeat(FUNCTION_MAX_LINES);
    let long = format!("fn a() {{\n{body}}}\n");
    assert_eq!(count(long_function, "a.rs", &long), 1, "a free function");
    assert_eq!(
        count(long_function, "a.rs", &format!("impl A {{ {long} }}")),
        1,
        "a method"
    );
    assert_eq!(
        count(long_function, "a.rs", &format!("trait A {{ {long} }}")),
        1,
        "in a trait"
    );
    assert_eq!(
        count(long_function, "a.rs", &format!("mod a {{ {long} }}")),
        1,
        "in a module"
    );
    let body = "    step();\n".repeat(FUNCTION_MAX_LINES - 2);
    assert_eq!(
        count(long_function, "a.rs", &format!("fn a() {{\n{body}}}\n")),
        0,
        "just fits"
    );
    assert_eq!(
        count(long_function, "a.rs", "fn {"),
        1,
        "what cannot be read is a fault"
    );
}

/// Ways to leave a test out that no one sees afterwards.
fn ignored_test(file: &File) -> Vec<Fault> {
    if !file.is(&["rs"]) {
        return Vec::new();
    }
    let mark = concat!("#[", "ignore");
    file.lines(|line| {
        line.contains(mark)
            .then(|| "an ignored test is no test".to_owned())
    })
}

#[test]
fn no_test_is_ignored() {
    assert_clean(ignored_test, "mend it or remove it");
}

#[test]
fn an_ignored_test_is_noticed() {
    let sample = concat!("#[", "ignore = \"slow\"]\nfn a() {}\n");
    assert_eq!(count(ignored_test, "a.rs", sample), 1, "with a reason too");
}

/// Queues without a bound, beyond those that clippy knows.
const UNBOUNDED: &[&str] = &[
    concat!("unbounded_", "channel"),
    concat!("mpsc::", "channel()"),
    concat!("::unbounded", "("),
];

fn unbounded_queue(file: &File) -> Vec<Fault> {
    if !file.is(&["rs"]) {
        return Vec::new();
    }
    file.lines(|line| {
        let found = UNBOUNDED.iter().find(|name| line.contains(**name))?;
        Some(format!("{found}: a queue needs a named bound"))
    })
}

#[test]
fn every_queue_has_a_bound() {
    assert_clean(unbounded_queue, "back-pressure, not memory");
}

#[test]
fn a_queue_without_a_bound_is_noticed() {
    for name in UNBOUNDED {
        assert_eq!(
            count(unbounded_queue, "a.rs", &format!("let a = x::{name};")),
            1,
            "{name}"
        );
    }
    assert_eq!(
        count(unbounded_queue, "a.rs", "mpsc::channel(LIMIT)"),
        0,
        "this one is bounded"
    );
}

/// Clean-up words in type names: they say nothing about the field.
const VAGUE: &[&str] = &["Manager", "Service", "Helper", "Util", "Utils", "Processor"];

/// Collects types with vague names.
struct Names<'a> {
    file: &'a File,
    faults: Vec<Fault>,
}

impl Names<'_> {
    fn look(&mut self, name: &syn::Ident) {
        let text = name.to_string();
        if VAGUE.iter().any(|vague| text.ends_with(vague)) {
            let what = format!("{text}: name what it is in the duty room");
            self.faults
                .push(self.file.fault(name.span().start().line, what));
        }
    }
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.look(&item.ident);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.look(&item.ident);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.look(&item.ident);
        visit::visit_item_trait(self, item);
    }
}

fn vague_name(file: &File) -> Vec<Fault> {
    if !file.is(&["rs"]) {
        return Vec::new();
    }
    let mut names = Names {
        file,
        faults: Vec::new(),
    };
    if let Ok(parsed) = syn::parse_file(&file.text) {
        names.visit_file(&parsed);
    }
    names.faults
}

#[test]
fn types_bear_the_nouns_of_the_field() {
    assert_clean(vague_name, "a name is the shortest documentation");
}

#[test]
fn a_vague_type_name_is_noticed() {
    assert_eq!(
        count(vague_name, "a.rs", "struct AlertManager;"),
        1,
        "a struct"
    );
    assert_eq!(
        count(vague_name, "a.rs", "mod a { enum FeedProcessor { A } }"),
        1,
        "an enum"
    );
    assert_eq!(
        count(vague_name, "a.rs", "trait DateUtils {}"),
        1,
        "a trait"
    );
    assert_eq!(
        count(vague_name, "a.rs", "struct Depot;"),
        0,
        "a noun of the field"
    );
}
