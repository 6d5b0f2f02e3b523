//! A bag on its way into a zip: each file is written once, and its hash goes into the manifest to which it belongs.

use crate::checkpoint::bag::{MANIFEST, PAYLOAD, TAG_MANIFEST, manifest_line};
use crate::store::evidence::sha256_hex;
use crate::store::{StoreError, Stored};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

pub(super) struct Packer {
    zip: ZipWriter<BufWriter<File>>,
    folder: String,
    payload: BTreeMap<String, String>,
    bytes: u64,
    tags: BTreeMap<String, String>,
}

impl Packer {
    pub(super) fn new(out: File, folder: &str) -> Packer {
        Packer {
            zip: ZipWriter::new(BufWriter::new(out)),
            folder: folder.to_owned(),
            payload: BTreeMap::new(),
            bytes: 0,
            tags: BTreeMap::new(),
        }
    }

    pub(super) fn put(&mut self, name: &str, bytes: &[u8]) -> Stored<()> {
        let sum = sha256_hex(bytes);
        match name.starts_with(PAYLOAD) {
            true => {
                self.bytes += bytes.len() as u64;
                self.payload.insert(name.to_owned(), sum);
            }
            false => drop(self.tags.insert(name.to_owned(), sum)),
        }
        self.put_last(name, bytes)
    }

    /// In no manifest.
    pub(super) fn put_last(&mut self, name: &str, bytes: &[u8]) -> Stored<()> {
        // Compressed, the same bytes would differ from one machine to another; and one fixed time for all.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default())
            .large_file(u32::try_from(bytes.len()).is_err())
            .unix_permissions(0o644);
        self.zip.start_file(format!("{}/{name}", self.folder), options).map_err(unwritten)?;
        self.zip.write_all(bytes)?;
        Ok(())
    }

    /// How many bytes in how many files, as Payload-Oxum has it.
    pub(super) fn payload(&self) -> (u64, usize) {
        (self.bytes, self.payload.len())
    }

    pub(super) fn manifest(&mut self) -> Stored<()> {
        let lines = lines_of(&self.payload);
        self.put(MANIFEST, lines.as_bytes())
    }

    /// Gives its hash.
    pub(super) fn tag_manifest(&mut self) -> Stored<String> {
        let lines = lines_of(&self.tags);
        self.put_last(TAG_MANIFEST, lines.as_bytes())?;
        Ok(sha256_hex(lines.as_bytes()))
    }

    pub(super) fn finish(self) -> Stored<()> {
        let mut out = self.zip.finish().map_err(unwritten)?;
        out.flush()?;
        Ok(out.get_ref().sync_all()?)
    }
}

fn lines_of(sums: &BTreeMap<String, String>) -> String {
    sums.iter().map(|(name, sum)| manifest_line(sum, name)).collect()
}

fn unwritten(problem: ZipError) -> StoreError {
    StoreError::Damaged(format!("the zip could not be written: {problem}"))
}
