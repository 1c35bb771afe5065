//! The elements of a block: nodes, ways and relations, read in place.

use super::wire::{Deltas, Fault, Fields, Numbers, signed};

/// Groups of a block at most.
const GROUPS_MAX: usize = 100_000;
/// Words of a block at most.
const WORDS_MAX: usize = 2_000_000;
/// Tags of an element at most; those after are left out.
const TAGS_MAX: usize = 500;
/// Nodes of a way at most: OpenStreetMap allows 2,000.
const WAY_NODES_MAX: usize = 20_000;
/// Members of a relation at most.
const MEMBERS_MAX: usize = 40_000;

/// A block of data.
pub(super) struct Block<'a> {
    words: Vec<&'a [u8]>,
    groups: Vec<&'a [u8]>,
    granularity: f64,
    lat_offset: f64,
    lon_offset: f64,
}

/// An element of a block.
pub(super) enum Element<'a> {
    Node(RawNode<'a>),
    Way(RawWay<'a>),
    Relation(RawRelation<'a>),
}

/// A node.
pub(super) struct RawNode<'a> {
    pub(super) id: i64,
    pub(super) lon: f64,
    pub(super) lat: f64,
    pub(super) tags: Tags<'a>,
}

/// A way; its nodes are read when they are asked for.
pub(super) struct RawWay<'a> {
    pub(super) id: i64,
    pub(super) tags: Tags<'a>,
    refs: &'a [u8],
}

impl RawWay<'_> {
    pub(super) fn refs(&self) -> Result<Vec<i64>, Fault> {
        let refs: Vec<i64> = Deltas::of(self.refs)
            .take(WAY_NODES_MAX + 1)
            .collect::<Result<_, _>>()?;
        if refs.len() > WAY_NODES_MAX {
            return Err(Fault::Length);
        }
        Ok(refs)
    }
}

/// A relation; its members are read when they are asked for.
pub(super) struct RawRelation<'a> {
    pub(super) id: i64,
    pub(super) tags: Tags<'a>,
    words: &'a [&'a [u8]],
    roles: &'a [u8],
    members: &'a [u8],
    kinds: &'a [u8],
}

/// A member of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Member<'a> {
    pub(super) is_way: bool,
    pub(super) is_node: bool,
    pub(super) id: i64,
    pub(super) role: &'a str,
}

impl<'a> RawRelation<'a> {
    pub(super) fn members(&self) -> Result<Vec<Member<'a>>, Fault> {
        let parts = Deltas::of(self.members)
            .zip(Numbers::of(self.roles))
            .zip(Numbers::of(self.kinds));
        parts
            .take(MEMBERS_MAX)
            .map(|((id, role), kind)| {
                let (id, role, kind) = (id?, role?, kind?);
                Ok(Member {
                    is_node: kind == 0,
                    is_way: kind == 1,
                    id,
                    role: word(self.words, role),
                })
            })
            .collect()
    }
}

/// Keys and values of an element, read when they are asked for.
#[derive(Clone, Copy)]
pub(super) struct Tags<'a> {
    words: &'a [&'a [u8]],
    keys: Pairs<'a>,
}

#[derive(Clone, Copy)]
enum Pairs<'a> {
    /// Keys and values each in a list of their own.
    Apart(&'a [u8], &'a [u8]),
    /// Key, value, key, value.
    Mixed(&'a [u8]),
}

impl<'a> Tags<'a> {
    pub(super) fn all(&self) -> Result<Vec<(&'a str, &'a str)>, Fault> {
        let mut tags = Vec::new();
        let (mut keys, mut values) = match self.keys {
            Pairs::Apart(keys, values) => (Numbers::of(keys), Numbers::of(values)),
            Pairs::Mixed(both) => (Numbers::of(both), Numbers::of(&[])),
        };
        while let Some(key) = keys.next() {
            let value = match self.keys {
                Pairs::Apart(..) => values.next(),
                Pairs::Mixed(_) => keys.next(),
            };
            let Some(value) = value else { break };
            if tags.len() == TAGS_MAX {
                break;
            }
            tags.push((word(self.words, key?), word(self.words, value?)));
        }
        Ok(tags)
    }
}

/// A word of the block; empty when there is none or it is no UTF-8.
fn word<'a>(words: &[&'a [u8]], index: u64) -> &'a str {
    let index = usize::try_from(index).ok();
    let word = index.and_then(|index| words.get(index)).copied();
    word.and_then(|word| str::from_utf8(word).ok())
        .unwrap_or("")
}

impl<'a> Block<'a> {
    pub(super) fn of(data: &'a [u8]) -> Result<Self, Fault> {
        let mut block = Self {
            words: Vec::new(),
            groups: Vec::new(),
            granularity: 100.0,
            lat_offset: 0.0,
            lon_offset: 0.0,
        };
        for field in Fields::of(data) {
            match field? {
                (1, value) => block.add_words(value.bytes())?,
                (2, _) if block.groups.len() == GROUPS_MAX => return Err(Fault::Length),
                (2, value) => block.groups.push(value.bytes()),
                (17, value) => block.granularity = of_signed(value.number().cast_signed()),
                (19, value) => block.lat_offset = of_signed(value.number().cast_signed()),
                (20, value) => block.lon_offset = of_signed(value.number().cast_signed()),
                _ => {}
            }
        }
        Ok(block)
    }

    fn add_words(&mut self, table: &'a [u8]) -> Result<(), Fault> {
        for field in Fields::of(table) {
            let (1, value) = field? else {
                continue;
            };
            if self.words.len() == WORDS_MAX {
                return Err(Fault::Length);
            }
            self.words.push(value.bytes());
        }
        Ok(())
    }

    /// Hands on each element; after a fault in a group the rest of that group is left out.
    pub(super) fn each(&self, mut use_element: impl FnMut(Result<Element<'_>, Fault>)) {
        for group in &self.groups {
            for field in Fields::of(group) {
                let element = match field {
                    Ok((1, value)) => self.node(value.bytes()).map(Element::Node),
                    Ok((2, value)) => {
                        if let Err(fault) = self.dense(value.bytes(), &mut use_element) {
                            use_element(Err(fault));
                        }
                        continue;
                    }
                    Ok((3, value)) => self.way(value.bytes()).map(Element::Way),
                    Ok((4, value)) => self.relation(value.bytes()).map(Element::Relation),
                    Ok(_) => continue,
                    Err(fault) => Err(fault),
                };
                use_element(element);
            }
        }
    }

    fn tags<'b>(&'b self, keys: &'b [u8], values: &'b [u8]) -> Tags<'b> {
        Tags {
            words: &self.words,
            keys: Pairs::Apart(keys, values),
        }
    }

    fn degrees(&self, offset: f64, units: i64) -> f64 {
        (offset + self.granularity * of_signed(units)) * 1e-9
    }

    fn node<'b>(&'b self, message: &'b [u8]) -> Result<RawNode<'b>, Fault> {
        let (mut id, mut lat, mut lon) = (0, 0, 0);
        let (mut keys, mut values): (&[u8], &[u8]) = (&[], &[]);
        for field in Fields::of(message) {
            match field? {
                (1, value) => id = signed(value.number()),
                (2, value) => keys = value.bytes(),
                (3, value) => values = value.bytes(),
                (8, value) => lat = signed(value.number()),
                (9, value) => lon = signed(value.number()),
                _ => {}
            }
        }
        Ok(RawNode {
            id,
            lon: self.degrees(self.lon_offset, lon),
            lat: self.degrees(self.lat_offset, lat),
            tags: self.tags(keys, values),
        })
    }

    fn dense(
        &self,
        message: &[u8],
        use_element: &mut impl FnMut(Result<Element<'_>, Fault>),
    ) -> Result<(), Fault> {
        let (mut ids, mut lats, mut lons, mut tags): (&[u8], &[u8], &[u8], &[u8]) =
            (&[], &[], &[], &[]);
        for field in Fields::of(message) {
            match field? {
                (1, value) => ids = value.bytes(),
                (8, value) => lats = value.bytes(),
                (9, value) => lons = value.bytes(),
                (10, value) => tags = value.bytes(),
                _ => {}
            }
        }
        let places = Deltas::of(lats).zip(Deltas::of(lons));
        for (id, (lat, lon)) in Deltas::of(ids).zip(places) {
            let (own, rest) = tags_of_one(tags)?;
            tags = rest;
            use_element(Ok(Element::Node(RawNode {
                id: id?,
                lon: self.degrees(self.lon_offset, lon?),
                lat: self.degrees(self.lat_offset, lat?),
                tags: Tags {
                    words: &self.words,
                    keys: Pairs::Mixed(own),
                },
            })));
        }
        Ok(())
    }

    fn way<'b>(&'b self, message: &'b [u8]) -> Result<RawWay<'b>, Fault> {
        let (mut id, mut refs): (i64, &[u8]) = (0, &[]);
        let (mut keys, mut values): (&[u8], &[u8]) = (&[], &[]);
        for field in Fields::of(message) {
            match field? {
                (1, value) => id = value.number().cast_signed(),
                (2, value) => keys = value.bytes(),
                (3, value) => values = value.bytes(),
                (8, value) => refs = value.bytes(),
                _ => {}
            }
        }
        Ok(RawWay {
            id,
            refs,
            tags: self.tags(keys, values),
        })
    }

    fn relation<'b>(&'b self, message: &'b [u8]) -> Result<RawRelation<'b>, Fault> {
        let (mut id, mut roles, mut members, mut kinds): (i64, &[u8], &[u8], &[u8]) =
            (0, &[], &[], &[]);
        let (mut keys, mut values): (&[u8], &[u8]) = (&[], &[]);
        for field in Fields::of(message) {
            match field? {
                (1, value) => id = value.number().cast_signed(),
                (2, value) => keys = value.bytes(),
                (3, value) => values = value.bytes(),
                (8, value) => roles = value.bytes(),
                (9, value) => members = value.bytes(),
                (10, value) => kinds = value.bytes(),
                _ => {}
            }
        }
        Ok(RawRelation {
            id,
            tags: self.tags(keys, values),
            words: &self.words,
            roles,
            members,
            kinds,
        })
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "degrees have fewer digits than a float holds"
)]
fn of_signed(number: i64) -> f64 {
    number as f64
}

/// The tags of the first of many dense nodes, which end with a zero, and those of the others.
fn tags_of_one(tags: &[u8]) -> Result<(&[u8], &[u8]), Fault> {
    let (mut at, mut number_begins) = (0, true);
    for byte in tags {
        if number_begins && *byte == 0 {
            return Ok((&tags[..at], &tags[at + 1..]));
        }
        number_begins = byte & 0x80 == 0;
        at += 1;
    }
    Ok((tags, &[]))
}
