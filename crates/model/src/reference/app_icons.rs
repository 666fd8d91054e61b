//! What the icons of official apps look like.

use serde::Deserialize;

use super::table::Table;
use super::{OfficialChannels, ReferenceError};
use crate::Text;
use crate::icon::IconHash;

/// The icon of an official app.
#[derive(Clone, Debug)]
pub struct AppIcon {
    /// Its owner in `official.toml`.
    pub owner_slug: String,
    /// The name of its owner.
    pub owner: Text,
    /// What it looks like.
    pub look: IconHash,
    /// Day on which it was taken from the app, `yyyy-mm-dd`.
    pub read_on: String,
    /// From where.
    pub source: String,
}

/// The table `app_icons.csv`.
#[derive(Clone, Debug, Default)]
pub struct AppIcons {
    /// In the order of the file.
    pub icons: Vec<AppIcon>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    owner: String,
    look: String,
    on: String,
    source: String,
}

impl AppIcons {
    /// File name under `data/`.
    pub const FILE: &'static str = "app_icons.csv";
    /// The first line of the table.
    pub const HEADER: &'static str = "owner,look,on,source";

    pub(super) fn parse(text: &str, official: &OfficialChannels) -> Result<AppIcons, ReferenceError> {
        let table = Table::new(Self::FILE, text);
        let mut icons: Vec<AppIcon> = Vec::new();
        for (line, row) in table.rows::<Row>()? {
            let channel = official.channels.iter().find(|channel| channel.owner_slug == row.owner);
            let Some(channel) = channel else {
                return Err(table.refuse(line, format!("owner `{}` is not in official.toml", row.owner)));
            };
            let look: IconHash = row.look.parse().map_err(|error| table.refuse(line, error))?;
            if icons.iter().any(|icon| icon.look == look) {
                return Err(table.refuse(line, format!("`{look}` is there twice")));
            }
            table.check_day(line, "on", &row.on)?;
            let (owner_slug, owner) = (row.owner, channel.owner.clone());
            icons.push(AppIcon { owner_slug, owner, look, read_on: row.on, source: row.source });
        }
        Ok(AppIcons { icons })
    }

    /// The icon most like one of these; `None` when none is like any.
    pub fn find(&self, looks: &[IconHash]) -> Option<&AppIcon> {
        let pairs = self.icons.iter().flat_map(|icon| looks.iter().map(move |look| (icon, look)));
        let alike = pairs.filter(|(icon, look)| icon.look.is_like(look));
        alike.min_by_key(|(icon, look)| icon.look.shape_distance(look)).map(|(icon, _)| icon)
    }
}
