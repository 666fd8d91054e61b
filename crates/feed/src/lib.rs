//! A snapshot of the list to bytes, one file per format
