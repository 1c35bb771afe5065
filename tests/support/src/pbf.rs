//! A small writer of `.osm.pbf` files (<https://wiki.openstreetmap.org/wiki/PBF_Format>), so that
//! tests and measures make their own.

use std::collections::HashMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Elements of one block; the format advises 8,000.
const BLOCK_ELEMENTS: usize = 8_000;

/// A member of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A node.
    Node,
    /// A way.
    Way,
}

type Tags<'a> = &'a [(&'a str, &'a str)];
type Owned = Vec<(String, String)>;

/// A file that is being written.
#[derive(Default)]
pub struct File {
    bytes: Vec<u8>,
    plain: bool,
    nodes: Vec<(i64, f64, f64, Owned)>,
    ways: Vec<(i64, Vec<i64>, Owned)>,
    relations: Vec<Relation>,
}

struct Relation {
    id: i64,
    members: Vec<(Kind, i64, String)>,
    tags: Owned,
}

fn owned(tags: Tags<'_>) -> Owned {
    let one = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    tags.iter().map(one).collect()
}

/// Appends a number of seven bits a byte.
pub fn number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}

fn zigzag(value: i64) -> u64 {
    (value << 1 ^ value >> 63).cast_unsigned()
}

/// Appends a field of bytes.
pub fn bytes_field(out: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    number(out, field << 3 | 2);
    number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Appends a field of a number.
pub fn number_field(out: &mut Vec<u8>, field: u64, value: u64) {
    number(out, field << 3);
    number(out, value);
}

fn deltas(values: impl Iterator<Item = i64>) -> Vec<u8> {
    let (mut out, mut before) = (Vec::new(), 0);
    for value in values {
        number(&mut out, zigzag(value - before));
        before = value;
    }
    out
}

/// A blob with its header: `kind` is `OSMHeader` or `OSMData`.
#[must_use]
pub fn blob(kind: &str, data: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(data).expect("memory takes all");
    let packed = packer.finish().expect("memory takes all");
    let mut body = Vec::new();
    number_field(&mut body, 2, data.len() as u64);
    bytes_field(&mut body, 3, &packed);
    framed(kind, &body)
}

/// A blob's bytes behind their header.
#[must_use]
pub fn framed(kind: &str, body: &[u8]) -> Vec<u8> {
    let mut header = Vec::new();
    bytes_field(&mut header, 1, kind.as_bytes());
    number_field(&mut header, 3, body.len() as u64);
    let length = u32::try_from(header.len()).expect("a short header");
    let mut out = length.to_be_bytes().to_vec();
    out.extend(header);
    out.extend_from_slice(body);
    out
}

/// The first blob of every file.
#[must_use]
pub fn header(features: &[&str]) -> Vec<u8> {
    let mut data = Vec::new();
    for feature in features {
        bytes_field(&mut data, 4, feature.as_bytes());
    }
    blob("OSMHeader", &data)
}

/// The words of one block.
struct Words {
    all: Vec<String>,
    known: HashMap<String, u64>,
}

impl Words {
    fn new() -> Self {
        Self {
            all: vec![String::new()],
            known: HashMap::new(),
        }
    }

    fn index(&mut self, word: &str) -> u64 {
        if let Some(index) = self.known.get(word) {
            return *index;
        }
        let index = self.all.len() as u64;
        self.all.push(word.to_owned());
        self.known.insert(word.to_owned(), index);
        index
    }

    fn tags(&mut self, out: &mut Vec<u8>, tags: &[(String, String)]) {
        let (mut keys, mut values) = (Vec::new(), Vec::new());
        for (key, value) in tags {
            number(&mut keys, self.index(key));
            number(&mut values, self.index(value));
        }
        bytes_field(out, 2, &keys);
        bytes_field(out, 3, &values);
    }

    fn block(&self, group: &[u8], plain: bool) -> Vec<u8> {
        let mut table = Vec::new();
        for word in &self.all {
            bytes_field(&mut table, 1, word.as_bytes());
        }
        let mut block = Vec::new();
        bytes_field(&mut block, 1, &table);
        bytes_field(&mut block, 2, group);
        if plain {
            let mut body = Vec::new();
            bytes_field(&mut body, 1, &block);
            return framed("OSMData", &body);
        }
        blob("OSMData", &block)
    }
}

impl File {
    /// A file with its header.
    #[must_use]
    pub fn new() -> Self {
        Self {
            bytes: header(&["OsmSchema-V0.6", "DenseNodes"]),
            ..Self::default()
        }
    }

    /// The same with blocks that are not packed.
    #[must_use]
    pub fn plain() -> Self {
        Self {
            plain: true,
            ..Self::new()
        }
    }

    /// Adds a node.
    pub fn node(&mut self, id: i64, lon: f64, lat: f64, tags: Tags<'_>) {
        self.nodes.push((id, lon, lat, owned(tags)));
        if self.nodes.len() == BLOCK_ELEMENTS {
            self.end_nodes();
        }
    }

    /// Adds a way.
    pub fn way(&mut self, id: i64, nodes: &[i64], tags: Tags<'_>) {
        self.end_nodes();
        self.ways.push((id, nodes.to_vec(), owned(tags)));
        if self.ways.len() == BLOCK_ELEMENTS {
            self.end_ways();
        }
    }

    /// Adds a relation.
    pub fn relation(&mut self, id: i64, members: &[(Kind, i64, &str)], tags: Tags<'_>) {
        self.end_nodes();
        self.end_ways();
        let member = |(kind, id, role): &(Kind, i64, &str)| (*kind, *id, (*role).to_owned());
        self.relations.push(Relation {
            id,
            members: members.iter().map(member).collect(),
            tags: owned(tags),
        });
    }

    /// The bytes of the whole file.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        self.end_nodes();
        self.end_ways();
        self.end_relations();
        self.bytes
    }

    fn end_nodes(&mut self) {
        let nodes = std::mem::take(&mut self.nodes);
        if nodes.is_empty() {
            return;
        }
        let mut words = Words::new();
        let mut tags = Vec::new();
        for (.., own) in &nodes {
            for (key, value) in own {
                number(&mut tags, words.index(key));
                number(&mut tags, words.index(value));
            }
            tags.push(0);
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "degrees in units of 100 nanodegrees"
        )]
        let units = |degrees: f64| (degrees * 1e7).round() as i64;
        let mut dense = Vec::new();
        bytes_field(&mut dense, 1, &deltas(nodes.iter().map(|node| node.0)));
        bytes_field(
            &mut dense,
            8,
            &deltas(nodes.iter().map(|node| units(node.2))),
        );
        bytes_field(
            &mut dense,
            9,
            &deltas(nodes.iter().map(|node| units(node.1))),
        );
        bytes_field(&mut dense, 10, &tags);
        let mut group = Vec::new();
        bytes_field(&mut group, 2, &dense);
        self.bytes.extend(words.block(&group, self.plain));
    }

    fn end_ways(&mut self) {
        let ways = std::mem::take(&mut self.ways);
        if ways.is_empty() {
            return;
        }
        let (mut words, mut group) = (Words::new(), Vec::new());
        for (id, nodes, tags) in &ways {
            let mut way = Vec::new();
            number_field(&mut way, 1, id.cast_unsigned());
            words.tags(&mut way, tags);
            bytes_field(&mut way, 8, &deltas(nodes.iter().copied()));
            bytes_field(&mut group, 3, &way);
        }
        self.bytes.extend(words.block(&group, self.plain));
    }

    fn end_relations(&mut self) {
        let relations = std::mem::take(&mut self.relations);
        if relations.is_empty() {
            return;
        }
        let (mut words, mut group) = (Words::new(), Vec::new());
        for relation in &relations {
            let mut out = Vec::new();
            number_field(&mut out, 1, relation.id.cast_unsigned());
            words.tags(&mut out, &relation.tags);
            let (mut roles, mut kinds) = (Vec::new(), Vec::new());
            for (kind, _, role) in &relation.members {
                number(&mut roles, words.index(role));
                number(&mut kinds, u64::from(*kind == Kind::Way));
            }
            bytes_field(&mut out, 8, &roles);
            bytes_field(
                &mut out,
                9,
                &deltas(relation.members.iter().map(|member| member.1)),
            );
            bytes_field(&mut out, 10, &kinds);
            bytes_field(&mut group, 4, &out);
        }
        self.bytes.extend(words.block(&group, self.plain));
    }
}
