//! Offline tiles, style, place names and static map pictures.
