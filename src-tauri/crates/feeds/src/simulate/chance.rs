//! Chance from a seed, so that a night can be played again.

/// SplitMix64 (Steele, Lea and Flood 2014): small, and the same on every machine for ever.
#[derive(Debug, Clone, Copy)]
pub struct Chance(u64);

impl Chance {
    /// Chance of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    /// A number from `least` to `most`, both possible.
    pub fn between(&mut self, least: u32, most: u32) -> u32 {
        let count = u64::from(most.saturating_sub(least)) + 1;
        let part = u32::try_from(self.draw() % count).unwrap_or_default();
        least + part
    }

    /// A byte.
    pub fn byte(&mut self) -> u8 {
        let [byte, ..] = self.draw().to_be_bytes();
        byte
    }
}
