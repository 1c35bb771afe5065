//! The plans that ship with the program: `plans/` at the top of the repository.
//!
//! They are samples (样板) for 济南市历城区. Every period, quantity and threshold without an article
//! of law says 待区里确认, and every telephone number is one of an exercise.

/// Path below `plans/` and text of each, by path.
pub const SHIPPED: [(&str, &str); 13] = [
    (
        "community/exercise.md",
        include_str!("../../../../plans/community/exercise.md"),
    ),
    (
        "department/industry.md",
        include_str!("../../../../plans/department/industry.md"),
    ),
    (
        "general/district.md",
        include_str!("../../../../plans/general/district.md"),
    ),
    (
        "site/ammonia.md",
        include_str!("../../../../plans/site/ammonia.md"),
    ),
    (
        "special/construction.md",
        include_str!("../../../../plans/special/construction.md"),
    ),
    (
        "special/fire.md",
        include_str!("../../../../plans/special/fire.md"),
    ),
    (
        "special/flood.md",
        include_str!("../../../../plans/special/flood.md"),
    ),
    (
        "special/gas.md",
        include_str!("../../../../plans/special/gas.md"),
    ),
    (
        "special/hazardous-chemicals.md",
        include_str!("../../../../plans/special/hazardous-chemicals.md"),
    ),
    (
        "special/pipeline.md",
        include_str!("../../../../plans/special/pipeline.md"),
    ),
    (
        "special/power-outage.md",
        include_str!("../../../../plans/special/power-outage.md"),
    ),
    (
        "special/special-equipment.md",
        include_str!("../../../../plans/special/special-equipment.md"),
    ),
    (
        "street/wangsheren.md",
        include_str!("../../../../plans/street/wangsheren.md"),
    ),
];

/// The shipped plans as a library, read once for all tests.
#[cfg(test)]
static LIBRARY: std::sync::LazyLock<crate::library::PlanLibrary> =
    std::sync::LazyLock::new(|| crate::library::PlanLibrary::load(SHIPPED).0);

#[cfg(test)]
mod finding;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
