//! Long tables of small records, as the compiled form holds them: bytes of one width, one record after the other, read
//! back in one sweep. For `#[serde(with = "flat")]`.

use super::phrase::{Edge, Takes};
use super::{EntityKind, LexiconId};
use serde::{Deserialize, Deserializer, Serializer};

/// A record of fixed width.
pub trait Record: Sized {
    /// How many bytes it takes.
    const WIDTH: usize;

    /// Writes so many bytes.
    fn write(&self, out: &mut Vec<u8>);

    /// Reads it from so many bytes; `None` when they hold none.
    fn read(bytes: &[u8]) -> Option<Self>;
}

/// Writes a table.
pub fn serialize<T: Record, S: Serializer>(table: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    let mut bytes = Vec::with_capacity(table.len() * T::WIDTH);
    for record in table {
        record.write(&mut bytes);
    }
    serializer.serialize_bytes(&bytes)
}

/// Reads a table.
pub fn deserialize<'de, T: Record, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let bytes = <&'de [u8]>::deserialize(deserializer)?;
    let table: Option<Vec<T>> = bytes.chunks_exact(T::WIDTH).map(T::read).collect();
    table.ok_or_else(|| serde::de::Error::custom("a record that is none"))
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Record for $number {
            const WIDTH: usize = size_of::<Self>();

            fn write(&self, out: &mut Vec<u8>) {
                out.extend(self.to_le_bytes());
            }

            fn read(bytes: &[u8]) -> Option<Self> {
                Some(Self::from_le_bytes(bytes.try_into().ok()?))
            }
        })*
    };
}

numbers!(u8, u16, u32);

impl<A: Record, B: Record> Record for (A, B) {
    const WIDTH: usize = A::WIDTH + B::WIDTH;

    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (a, b) = bytes.split_at_checked(A::WIDTH)?;
        Some((A::read(a)?, B::read(b)?))
    }
}

impl<const N: usize> Record for [u32; N] {
    const WIDTH: usize = N * 4;

    fn write(&self, out: &mut Vec<u8>) {
        for number in self {
            number.write(out);
        }
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let mut all = [0; N];
        for (slot, number) in all.iter_mut().zip(bytes.chunks_exact(4)) {
            *slot = u32::read(number)?;
        }
        Some(all)
    }
}

impl Record for Edge {
    const WIDTH: usize = 5;

    fn write(&self, out: &mut Vec<u8>) {
        (self.to, self.gap).write(out);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (to, gap) = Record::read(bytes)?;
        Some(Self { to, gap })
    }
}

impl Record for Takes {
    const WIDTH: usize = 7;

    fn write(&self, out: &mut Vec<u8>) {
        match *self {
            Self::Word(class) => (0_u8, (class, 0_u16)).write(out),
            Self::Entity(kind, slot) => (1_u8, (kind as u32, slot)).write(out),
            Self::Entry(lexicon, slot) => (2_u8, (lexicon.0, slot)).write(out),
        }
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (what, (number, slot)): (u8, (u32, u16)) = Record::read(bytes)?;
        match what {
            0 => Some(Self::Word(number)),
            1 => EntityKind::ALL.get(number as usize).map(|(kind, _)| Self::Entity(*kind, slot)),
            2 => Some(Self::Entry(LexiconId(number), slot)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Serialize, Deserialize, Debug, PartialEq)]
    struct Tables {
        #[serde(with = "super")]
        takes: Vec<Takes>,
        #[serde(with = "super")]
        edges: Vec<Edge>,
        #[serde(with = "super")]
        sets: Vec<[u32; 3]>,
        #[serde(with = "super")]
        none: Vec<(u16, (u32, u8))>,
    }

    #[test]
    fn tables_come_back() {
        let kinds = EntityKind::ALL.iter().map(|(kind, _)| Takes::Entity(*kind, 9));
        let takes = kinds.chain([Takes::Word(70_000), Takes::Entry(LexiconId(4), u16::MAX)]).collect();
        let edges = vec![Edge { to: 1 << 20, gap: 5 }, Edge { to: 0, gap: 0 }];
        let tables = Tables { takes, edges, sets: vec![[1, 2, u32::MAX]], none: Vec::new() };
        let bytes = postcard::to_stdvec(&tables).unwrap();
        assert_eq!(postcard::from_bytes::<Tables>(&bytes).unwrap(), tables);
        assert_eq!(Takes::read(&[7; 7]), None);
    }
}
