//! The tables under `data/`: every id used exists, every number parses, people find what they mean.

mod banks;
mod official;
mod overrides;
mod places;
mod taxonomy;
