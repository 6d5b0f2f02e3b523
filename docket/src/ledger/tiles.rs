//! Which part of the tree a tile is, by its address: <https://c2sp.org/tlog-tiles>.

/// So many hashes make a whole tile.
pub const WIDTH: u64 = 256;
/// Each level stands for so many times as many leaves: at this one a single hash would be the whole of 2^56.
const MOST_LEVEL: u32 = 7;

/// `width` hashes beginning with number `index * 256` of its level. At level 0 they are leaf hashes, at each further one
/// the roots of whole tiles below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    pub level: u32,
    pub index: u64,
    pub width: u64,
}

impl Tile {
    /// `0` and `x001/x234/067`, or `067.p/40` for one that is not full yet. One address for each tile.
    pub fn parse(level: &str, rest: &str) -> Option<Tile> {
        let level = plain(level)?;
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, plain(width).filter(|width| (1..WIDTH).contains(width))?),
            None => (rest, WIDTH),
        };
        let level = u32::try_from(level).ok().filter(|level| *level <= MOST_LEVEL)?;
        Some(Tile { level, index: read_index(index)?, width })
    }

    /// How many leaves one of its hashes stands for.
    pub fn span(&self) -> u64 {
        WIDTH.pow(self.level)
    }

    /// The leaves that there must be for it.
    pub fn needs(&self) -> Option<u64> {
        self.index.checked_mul(WIDTH)?.checked_add(self.width)?.checked_mul(self.span())
    }
}

fn read_index(text: &str) -> Option<u64> {
    let parts: Vec<&str> = text.split('/').collect();
    let (last, before) = parts.split_last()?;
    let digits = |part: &str| (part.len() == 3).then(|| plain_digits(part)).flatten();
    let mut index = 0_u64;
    for (place, part) in before.iter().enumerate() {
        let value = digits(part.strip_prefix('x')?)?;
        // A group of zeros in front would be a second address of the same tile.
        if place == 0 && value == 0 {
            return None;
        }
        index = index.checked_mul(1000)?.checked_add(value)?;
    }
    index.checked_mul(1000)?.checked_add(digits(last)?)
}

fn plain(text: &str) -> Option<u64> {
    let spelled = text == "0" || !text.starts_with('0');
    plain_digits(text).filter(|_| spelled)
}

fn plain_digits(text: &str) -> Option<u64> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_has_one_address() {
        let whole = |level, index| Some(Tile { level, index, width: WIDTH });
        assert_eq!(Tile::parse("0", "000"), whole(0, 0));
        assert_eq!(Tile::parse("1", "x001/x234/067"), whole(1, 1_234_067));
        assert_eq!(Tile::parse("2", "005.p/17"), Some(Tile { level: 2, index: 5, width: 17 }));
        assert_eq!(Tile::parse("0", "x273/000.p/255").map(|tile| tile.index), Some(273_000));
        for (level, rest) in [
            ("00", "000"),
            ("+0", "000"),
            ("8", "000"),
            ("", "000"),
            ("0", ""),
            ("0", "0"),
            ("0", "0000"),
            ("0", "x000/001"),
            ("0", "x001/x002"),
            ("0", "001/002"),
            ("0", "000.p/0"),
            ("0", "000.p/256"),
            ("0", "000.p/07"),
            ("0", "000.p/"),
            ("0", "000/"),
            ("0", "../000"),
            ("entries", "000"),
            ("0", "x999/x999/x999/x999/x999/x999/x999/999"),
        ] {
            assert_eq!(Tile::parse(level, rest), None, "{level} {rest}");
        }
    }

    #[test]
    fn a_tile_needs_all_leaves_that_it_stands_for() {
        // The example of the format: 70,000 leaves.
        let needs = |level, rest| Tile::parse(level, rest).and_then(|tile| tile.needs());
        assert_eq!(needs("0", "272"), Some(69_888));
        assert_eq!(needs("0", "273.p/112"), Some(70_000));
        assert_eq!(needs("1", "001.p/17"), Some(69_888));
        assert_eq!(needs("2", "000.p/1"), Some(65_536));
        assert_eq!(needs("7", "x999/x999/x999/999"), None, "more than any ledger has");
    }
}
