//! HTTP: portal, console, JSON API and feeds
