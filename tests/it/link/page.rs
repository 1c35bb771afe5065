//! The page for implementers names every message with its fields, and the table of faults every
//! test that it claims.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use syn::{Fields, Item};

/// Messages whose fields are those of a type of their own.
const BODIES: [(&str, &str); 3] = [
    ("Hello", "Hello"),
    ("Welcome", "Welcome"),
    ("Position", "Position"),
];

fn read(path: &str) -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let path = root.join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    for (index, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && index > 0 {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let mut out = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(letters.as_str());
    }
    out
}

fn names(fields: &Fields) -> BTreeSet<String> {
    let named = fields.iter().filter_map(|field| field.ident.as_ref());
    named.map(|ident| camel(&ident.to_string())).collect()
}

/// Each message of an enum with the names of its fields on the wire.
fn messages(source: &str, name: &str) -> BTreeMap<String, BTreeSet<String>> {
    let file = syn::parse_file(source).expect("it is Rust");
    let bodies: BTreeMap<String, BTreeSet<String>> = file
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Struct(body) => Some((body.ident.to_string(), names(&body.fields))),
            _ => None,
        })
        .collect();
    let found = file.items.iter().find_map(|item| match item {
        Item::Enum(found) if found.ident == name => Some(found),
        _ => None,
    });
    let variants = &found.expect("the enum is there").variants;
    let fields = |variant: &syn::Variant| {
        let own = variant.ident.to_string();
        let body = BODIES.iter().find(|(name, _)| *name == own);
        body.and_then(|(_, body)| bodies.get(*body).cloned())
            .unwrap_or_else(|| names(&variant.fields))
    };
    variants
        .iter()
        .map(|variant| (snake(&variant.ident.to_string()), fields(variant)))
        .collect()
}

/// What the page says of messages: each code span `name {fields}`, inner braces left out.
fn described(page: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for span in page.split('`').skip(1).step_by(2) {
        let Some((name, rest)) = span.split_once(" {") else {
            continue;
        };
        let mut depth = 0;
        let outer = rest.chars().filter(|letter| {
            depth += i32::from(*letter == '{') - i32::from(*letter == '}');
            depth == 0 && *letter != '}'
        });
        let outer: String = outer.collect();
        let words = outer.split(',').map(|word| word.trim().to_owned());
        all.insert(
            name.to_owned(),
            words.filter(|word| !word.is_empty()).collect(),
        );
    }
    all
}

#[test]
fn the_page_names_every_message_with_its_fields_and_no_other() {
    let page = read("src-tauri/docs/link-protocol.md");
    let (before_down, down) = page.split_once("## Down").expect("it has a part for it");
    let client = read("src-tauri/crates/protocols/src/platform/client.rs");
    let server = read("src-tauri/crates/protocols/src/platform/server.rs");
    let mut up = messages(&client, "ClientMessage");
    let mut said = messages(&server, "ServerMessage");
    // The same body goes both ways.
    said.insert("position".to_owned(), up["position"].clone());
    let greeting = ["hello", "challenge", "welcome", "refused"];
    let mut greeted = described(before_down);
    let mut told = described(down);
    for name in greeting {
        let wanted = up.remove(name).or_else(|| said.get(name).cloned());
        assert_eq!(greeted.remove(name), wanted, "{name}, in the greeting");
        if name != "refused" {
            said.remove(name);
        }
    }
    told.retain(|name, _| name != "hello");
    assert_eq!(greeted, up, "what a desk says");
    assert_eq!(told, said, "what the platform says");
}

#[test]
fn a_field_that_the_page_leaves_out_is_noticed() {
    let source = "pub enum Say { OneTwo { a_b: u8, c: u8 }, Three }";
    let there = messages(source, "Say");
    let right = described("a `one_two {aB, c}`, a `three {}` and `head {x {y, z}}`");
    assert_eq!(right.get("one_two"), there.get("one_two"), "all of them");
    assert_eq!(right.get("three"), there.get("three"), "none");
    assert_eq!(
        right["head"],
        BTreeSet::from(["x".to_owned()]),
        "inner braces are not looked into"
    );
    let left_out = described("`one_two {c}`");
    assert_ne!(
        left_out.get("one_two"),
        there.get("one_two"),
        "one is missing"
    );
}

#[test]
fn every_test_that_the_table_of_faults_claims_is_there() {
    let page = read("src-tauri/docs/faults.md");
    let mut tests = 0;
    for line in page.lines().filter(|line| line.starts_with("| F")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, fault, _, place, claimed, _] = cells[..] else {
            panic!("five columns: {line}");
        };
        for name in claimed.split('`').skip(1).step_by(2) {
            let places: Vec<&str> = place.split('`').skip(1).step_by(2).collect();
            assert!(!places.is_empty(), "{fault} names a file");
            let there = places
                .iter()
                .any(|file| read(file).contains(&format!("fn {name}(")));
            assert!(there, "{fault}: {name} is in {places:?}");
            tests += 1;
        }
    }
    assert!(tests >= 25, "the table claims something: {tests} tests");
}
