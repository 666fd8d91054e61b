//! What a column is called: its name in the API, or what people in Viet Nam write above it.

use model::text::fold;

macro_rules! columns {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $also:expr;)*) => {
        /// What stands in a column.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Column { $($(#[$doc])* $variant),* }

        impl Column {
            /// Every column.
            pub const ALL: &'static [Column] = &[$(Column::$variant),*];

            /// Its name in the API and in answers.
            pub const fn name(self) -> &'static str {
                match self { $(Column::$variant => $name),* }
            }

            /// Other headings for it, folded.
            const fn also(self) -> &'static [&'static str] {
                match self { $(Column::$variant => &$also),* }
            }
        }
    };
}

columns! {
    /// The number that the report has at its sender.
    Reference = "reference", ["ma tham chieu", "ma ho so", "stt", "id"];
    /// What happened.
    Text = "text", ["noi dung", "noi dung phan anh", "dien bien", "mo ta"];
    /// When.
    HappenedAt = "happened_at", ["thoi gian", "thoi diem", "ngay xay ra"];
    /// Code or name of the province.
    Province = "province", ["tinh", "tinh thanh", "tinh thanh pho", "dia phuong"];
    /// Place within the province.
    Place = "place", ["noi xay ra", "dia chi"];
    /// Đồng.
    MoneyLost = "money_lost", ["so tien", "thiet hai", "so tien thiet hai"];
    /// Slug of a method.
    Method = "method", ["phuong thuc", "thu doan"];
    /// `kind:value` each, a line, `;` or `|` between them.
    Indicators = "indicators", ["dau hieu"];
    /// A number that called or wrote.
    Phone = "phone", ["so dien thoai", "so goi", "dien thoai"];
    /// A link or a host.
    Link = "link", ["duong link", "lien ket", "ten mien", "trang web", "url"];
    /// An account that money went to.
    Account = "account", ["so tai khoan", "stk", "tai khoan"];
    /// The bank of that account.
    Bank = "bank", ["ngan hang"];
    /// Reporter's name.
    ContactName = "contact_name", ["nguoi bao tin", "ho ten", "ho ten nguoi bao tin"];
    /// Reporter's phone.
    ContactPhone = "contact_phone", ["dien thoai nguoi bao tin", "sdt nguoi bao tin"];
    /// Reporter's e-mail.
    ContactEmail = "contact_email", ["email nguoi bao tin", "e mail nguoi bao tin"];
}

impl Column {
    /// The column with this heading: case, marks and punctuation do not matter.
    pub fn of_heading(heading: &str) -> Option<Column> {
        let folded = fold(heading);
        let is_meant =
            |column: &Column| fold(column.name()) == folded || column.also().contains(&folded.as_str());
        Column::ALL.iter().copied().find(is_meant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_is_folded_and_names_one_column() {
        for column in Column::ALL {
            assert_eq!(Column::of_heading(column.name()), Some(*column));
            for other in column.also() {
                assert_eq!(fold(other), *other, "written as it is compared");
                assert_eq!(Column::of_heading(other), Some(*column), "{other}");
            }
        }
        assert_eq!(Column::of_heading(" Số điện thoại "), Some(Column::Phone));
        assert_eq!(Column::of_heading("Ghi chú"), None);
    }
}
