//! The tables under `data/`: every id used exists, every number parses, people find what they mean.

mod banks;
mod host_words;
mod official;
mod overrides;
mod places;
mod services;
mod taxonomy;
