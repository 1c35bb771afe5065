//! The two checksums, by one table.
//!
//! The crate `crc` knows that of Modbus; the standard's moves its register by a byte before the
//! byte is put in, which no parameters of a CRC describe. Both look up the same table.

/// The remainder of each byte by the polynomial x¹⁶ + x¹⁵ + x² + 1, lowest bit first.
const TABLE: [u16; 256] = table();

pub(super) const fn table() -> [u16; 256] {
    let mut table = [0_u16; 256];
    let mut byte = 0_u16;
    while byte < 256 {
        let mut register = byte;
        let mut bit = 0;
        while bit < 8 {
            let low = register & 1;
            register >>= 1;
            if low == 1 {
                register ^= 0xA001;
            }
            bit += 1;
        }
        table[byte as usize] = register;
        byte += 1;
    }
    table
}

fn looked_up(byte: u16) -> u16 {
    TABLE[usize::from(byte & 0xFF)]
}

/// The CRC of the standard: the register is moved by a byte before the byte is put in (annex A).
#[must_use]
pub fn crc_standard(segment: &[u8]) -> u16 {
    let one = |register: u16, byte: &u8| looked_up(register >> 8 ^ u16::from(*byte));
    segment.iter().fold(0xFFFF, one)
}

/// The CRC-16 of Modbus.
#[must_use]
pub fn crc_modbus(segment: &[u8]) -> u16 {
    let one = |register: u16, byte: &u8| register >> 8 ^ looked_up(register ^ u16::from(*byte));
    segment.iter().fold(0xFFFF, one)
}
