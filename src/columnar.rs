//! Tables as Parquet files: typed columns, missing is null, and what the table is in the file's own metadata.

use crate::problem::{Outcome, Problem};

/// A value of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Missing,
    /// Text, as it is: no spreadsheet opens such a file.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
}

/// A column with all its values.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// UTF-8.
    Text(Vec<Option<String>>),
    /// 64-bit.
    Integer(Vec<Option<i64>>),
    /// Double precision.
    Number(Vec<Option<f64>>),
    /// Boolean.
    Flag(Vec<Option<bool>>),
}

impl Column {
    /// Appends a value; one of another type becomes missing.
    pub fn push(&mut self, value: Value) {
        match self {
            Self::Text(values) => values.push(if let Value::Text(text) = value { Some(text) } else { None }),
            Self::Integer(values) => {
                values.push(if let Value::Integer(whole) = value { Some(whole) } else { None })
            }
            Self::Number(values) => {
                values.push(if let Value::Number(number) = value { Some(number) } else { None })
            }
            Self::Flag(values) => values.push(if let Value::Flag(flag) = value { Some(flag) } else { None }),
        }
    }
}

/// Without the feature `parquet`: says that this build cannot.
///
/// # Errors
/// Always.
#[cfg(not(feature = "parquet"))]
pub fn parquet(_columns: &[(&str, Column)], _metadata: &[(&str, String)]) -> Outcome<Vec<u8>> {
    Err(Problem::new("this build of tightloop cannot write Parquet")
        .todo("choose csv, or build with the feature 'parquet'"))
}

/// The bytes of a Parquet file with these columns, all of the same length, and this metadata.
///
/// # Errors
/// Where the columns are of different lengths.
#[cfg(feature = "parquet")]
pub fn parquet(columns: &[(&str, Column)], metadata: &[(&str, String)]) -> Outcome<Vec<u8>> {
    written::bytes(columns, metadata)
        .map_err(|error| Problem::new(format!("cannot write the table as Parquet: {error}")))
}

#[cfg(feature = "parquet")]
mod written {
    use super::Column;
    use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
    use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
    use parquet::errors::Result;
    use parquet::file::metadata::KeyValue;
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
    use parquet::schema::types::Type;
    use std::sync::Arc;

    pub(super) fn bytes(columns: &[(&str, Column)], metadata: &[(&str, String)]) -> Result<Vec<u8>> {
        let fields = columns.iter().map(|(name, column)| field(name, column)).collect::<Result<_>>()?;
        let schema = Type::group_type_builder("table").with_fields(fields).build()?;
        let metadata = metadata.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_key_value_metadata(Some(metadata.collect()))
            .build();
        let mut bytes = Vec::new();
        let mut file = SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::new(properties))?;
        let mut rows = file.next_row_group()?;
        for (_, column) in columns {
            let Some(mut to) = rows.next_column()? else { break };
            match column {
                Column::Text(values) => {
                    let present = values.iter().flatten().map(|text| ByteArray::from(text.as_str()));
                    write::<ByteArrayType, _>(&mut to, present, values)?;
                }
                Column::Integer(values) => {
                    write::<Int64Type, _>(&mut to, values.iter().flatten().copied(), values)?;
                }
                Column::Number(values) => {
                    write::<DoubleType, _>(&mut to, values.iter().flatten().copied(), values)?;
                }
                Column::Flag(values) => {
                    write::<BoolType, _>(&mut to, values.iter().flatten().copied(), values)?;
                }
            }
            to.close()?;
        }
        rows.close()?;
        file.close()?;
        Ok(bytes)
    }

    fn field(name: &str, column: &Column) -> Result<Arc<Type>> {
        let (physical, logical) = match column {
            Column::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Column::Integer(_) => (Physical::INT64, None),
            Column::Number(_) => (Physical::DOUBLE, None),
            Column::Flag(_) => (Physical::BOOLEAN, None),
        };
        Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()
            .map(Arc::new)
    }

    /// Present values alone, and a level of 1 for each of them and of 0 for each that is missing.
    fn write<D: DataType, T>(
        to: &mut SerializedColumnWriter<'_>,
        present: impl Iterator<Item = D::T>,
        all: &[Option<T>],
    ) -> Result<()> {
        let levels: Vec<i16> = all.iter().map(|value| i16::from(value.is_some())).collect();
        let present: Vec<D::T> = present.collect();
        to.typed::<D>().write_batch(&present, Some(&levels), None).map(|_| ())
    }
}

#[cfg(all(test, feature = "parquet"))]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::Field;

    #[test]
    fn what_is_written_is_read_back_by_the_crates_own_reader() {
        let columns = [
            ("who", Column::Text(vec![Some("P1".into()), None, Some("=1+1".into())])),
            ("m", Column::Integer(vec![Some(-3), Some(4), None])),
            ("secs", Column::Number(vec![None, Some(0.1), Some(1e-300)])),
            ("bad", Column::Flag(vec![Some(true), None, Some(false)])),
        ];
        let bytes = parquet(&columns, &[("simulated", "true".into())]).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("t.parquet");
        std::fs::write(&path, bytes).unwrap();
        let file = SerializedFileReader::new(std::fs::File::open(path).unwrap()).unwrap();
        let metadata = file.metadata().file_metadata().key_value_metadata().unwrap();
        assert_eq!((metadata[0].key.as_str(), metadata[0].value.as_deref()), ("simulated", Some("true")));
        let rows: Vec<Vec<Field>> = file
            .get_row_iter(None)
            .unwrap()
            .map(|row| row.unwrap().get_column_iter().map(|(_, field)| field.clone()).collect())
            .collect();
        assert_eq!(
            rows,
            [
                vec![Field::Str("P1".into()), Field::Long(-3), Field::Null, Field::Bool(true)],
                vec![Field::Null, Field::Long(4), Field::Double(0.1), Field::Null],
                vec![Field::Str("=1+1".into()), Field::Null, Field::Double(1e-300), Field::Bool(false)],
            ]
        );
    }

    #[test]
    fn columns_of_different_lengths_are_refused() {
        let columns = [("a", Column::Flag(vec![None])), ("b", Column::Flag(vec![]))];
        assert!(parquet(&columns, &[]).is_err());
    }
}
