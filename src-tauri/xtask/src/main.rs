//! The two commands of the README and their kin.

fn main() {}
