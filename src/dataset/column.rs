//! A table is declared once, by [`table!`](crate::dataset): fields with their types and descriptions. The CSV header, the
//! cells and the codebook all come from that declaration.

use crate::columnar::{self, Value};

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// What it means, its unit included.
    pub description: &'static str,
}

impl Column {
    /// Its unit, which its name says: `_secs`, `_ms`, `_hz`, `_px`, `_percent`.
    pub fn unit(&self) -> Option<&'static str> {
        let (_, suffix) = self.name.rsplit_once('_')?;
        match suffix {
            "secs" => Some("s"),
            "ms" => Some("ms"),
            "hz" => Some("Hz"),
            "px" => Some("px"),
            "percent" => Some("%"),
            _ => None,
        }
    }
}

/// What a column's cells hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text; neutralised where a spreadsheet would run it.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `0` or `1`.
    Flag,
    /// One of these words, with what they mean.
    Word(&'static [(&'static str, &'static str)]),
}

impl Kind {
    /// Its name in the codebook.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Flag => "flag",
            Self::Word(_) => "word",
        }
    }

    /// An empty column of it.
    pub fn columnar(self) -> columnar::Column {
        match self {
            Self::Text | Self::Word(_) => columnar::Column::Text(Vec::new()),
            Self::Integer => columnar::Column::Integer(Vec::new()),
            Self::Number => columnar::Column::Number(Vec::new()),
            Self::Flag => columnar::Column::Flag(Vec::new()),
        }
    }

    /// The values allowed, with what they mean.
    pub fn values(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Flag => &[("0", "no"), ("1", "yes")],
            Self::Word(words) => words,
            _ => &[],
        }
    }
}

/// A value that can stand in a cell.
pub trait Cell {
    /// What kind of value.
    const KIND: Kind;

    /// The cell's text; empty where missing.
    fn cell(&self) -> String;

    /// The cell's value, for files whose columns have types.
    fn value(&self) -> Value;
}

impl Cell for String {
    const KIND: Kind = Kind::Text;

    fn cell(&self) -> String {
        // What a spreadsheet takes for a formula begins like this; a leading apostrophe makes it text.
        match self.chars().next() {
            Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n') => format!("'{self}"),
            _ => self.clone(),
        }
    }

    fn value(&self) -> Value {
        Value::Text(self.clone())
    }
}

macro_rules! integer_cells {
    ($($t:ty),*) => {$(
        impl Cell for $t {
            const KIND: Kind = Kind::Integer;

            fn cell(&self) -> String {
                self.to_string()
            }

            fn value(&self) -> Value {
                i64::try_from(*self).map_or(Value::Missing, Value::Integer)
            }
        }
    )*};
}
integer_cells!(u8, u32, u64, i64);

impl Cell for bool {
    const KIND: Kind = Kind::Flag;

    fn cell(&self) -> String {
        u8::from(*self).to_string()
    }

    fn value(&self) -> Value {
        Value::Flag(*self)
    }
}

/// Seconds and the like, to the microsecond: finer than any clock here is true.
impl Cell for f64 {
    const KIND: Kind = Kind::Number;

    fn cell(&self) -> String {
        decimal(*self, 6)
    }

    fn value(&self) -> Value {
        finite(*self)
    }
}

/// Milliseconds, hertz and factors, to three places.
impl Cell for f32 {
    const KIND: Kind = Kind::Number;

    fn cell(&self) -> String {
        decimal(f64::from(*self), 3)
    }

    fn value(&self) -> Value {
        finite(f64::from(*self))
    }
}

impl<T: Cell> Cell for Option<T> {
    const KIND: Kind = T::KIND;

    fn cell(&self) -> String {
        self.as_ref().map(Cell::cell).unwrap_or_default()
    }

    fn value(&self) -> Value {
        self.as_ref().map_or(Value::Missing, Cell::value)
    }
}

fn finite(value: f64) -> Value {
    if value.is_finite() { Value::Number(value) } else { Value::Missing }
}

/// At most `places` decimals, none of them a needless zero; empty where it is no finite number.
fn decimal(value: f64, places: usize) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let text = format!("{value:.places$}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

/// A table's rows.
pub trait Row {
    /// The file's name without `.csv`.
    const TABLE: &'static str;
    /// What one row is.
    const DESCRIPTION: &'static str;
    /// Its columns, in order.
    const COLUMNS: &'static [Column];

    /// This row's cells, in the columns' order.
    fn cells(&self) -> Vec<String>;

    /// This row's values, in the columns' order.
    fn values(&self) -> Vec<Value>;
}

/// Declares a table: a struct whose documentation becomes the codebook.
macro_rules! table {
    (
        $(#[doc = $about:literal])+
        $row:ident = $table:literal {
            $($(#[doc = $doc:literal])+ $name:ident: $kind:ty,)+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq)]
        pub struct $row {
            $($(#[doc = $doc])+ pub $name: $kind,)+
        }

        impl $crate::dataset::column::Row for $row {
            const TABLE: &'static str = $table;
            const DESCRIPTION: &'static str = concat!($($about),+);
            const COLUMNS: &'static [$crate::dataset::column::Column] = &[
                $($crate::dataset::column::Column {
                    name: stringify!($name),
                    kind: <$kind as $crate::dataset::column::Cell>::KIND,
                    description: concat!($($doc),+),
                },)+
            ];

            fn cells(&self) -> Vec<String> {
                vec![$($crate::dataset::column::Cell::cell(&self.$name),)+]
            }

            fn values(&self) -> Vec<$crate::columnar::Value> {
                vec![$($crate::dataset::column::Cell::value(&self.$name),)+]
            }
        }
    };
}
pub(super) use table;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_carry_no_noise() {
        for (value, text) in [
            (0.0, "0"),
            (-0.000_000_1, "0"),
            (12.0, "12"),
            (100.0, "100"),
            (0.1 + 0.2, "0.3"),
            (1.234_567_89, "1.234568"),
            (f64::NAN, ""),
            (f64::INFINITY, ""),
        ] {
            assert_eq!(value.cell(), text);
        }
        assert_eq!(16.666_666_f32.cell(), "16.667");
        assert_eq!(None::<u32>.cell(), "");
    }

    #[test]
    fn formulas_become_text() {
        for danger in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx"] {
            assert_eq!(danger.to_owned().cell(), format!("'{danger}"));
        }
        assert_eq!("C2".to_owned().cell(), "C2");
        assert_eq!((-3_i64).cell(), "-3", "a number is no formula");
    }
}
