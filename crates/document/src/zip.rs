//! A ZIP archive of a few small files, stored as they are (APPNOTE.TXT 6.3.10, 4.3 and 4.4).

/// Every file is dated 1980-01-01, the first day the format knows: the same files give the same bytes. Four bits
/// of month over five of day.
const DATE: u16 = (1 << 5) | 1;

/// Writes the files in this order.
pub(crate) fn archive(files: &[(&str, String)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let offset = small(out.len());
        let crc = crc32fast::hash(text.as_bytes());
        let mut common = Vec::new();
        // Flag 11: names are UTF-8. Method 0: stored.
        for field in [20u16, 1 << 11, 0, 0, DATE] {
            common.extend(field.to_le_bytes());
        }
        for field in [crc, small(text.len()), small(text.len())] {
            common.extend(field.to_le_bytes());
        }
        common.extend(u16::try_from(name.len()).expect("names are ours and short").to_le_bytes());
        common.extend(0u16.to_le_bytes());
        out.extend(0x0403_4b50u32.to_le_bytes());
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(text.as_bytes());
        directory.extend(0x0201_4b50u32.to_le_bytes());
        directory.extend(20u16.to_le_bytes());
        directory.extend(&common);
        // Comment, disk, attributes inside and outside.
        directory.extend([0u8; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, count) = (small(out.len()), u16::try_from(files.len()).expect("a handful of files"));
    out.extend(&directory);
    out.extend(0x0605_4b50u32.to_le_bytes());
    out.extend([0u8; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(small(directory.len()).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend(0u16.to_le_bytes());
    out
}

fn small(length: usize) -> u32 {
    u32::try_from(length).expect("a letter is far below four gigabytes")
}
