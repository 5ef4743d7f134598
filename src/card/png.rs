//! A picture as a PNG with a palette (ISO/IEC 15948): one byte a pixel, no filter, which flat colours need none of.

use miniz_oxide::deflate::compress_to_vec_zlib;

/// Encodes pixels, each a position in the palette.
pub fn encode([width, height]: [usize; 2], palette: &[[u8; 3]], pixels: &[u8]) -> Vec<u8> {
    const LEVEL: u8 = 6;
    let mut rows = Vec::with_capacity(pixels.len() + height);
    for row in pixels.chunks_exact(width) {
        rows.push(0);
        rows.extend_from_slice(row);
    }
    let size = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes();
    let header = [&size(width)[..], &size(height), &[8, 3, 0, 0, 0]].concat();
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, content) in [
        (b"IHDR", header),
        (b"PLTE", palette.concat()),
        (b"IDAT", compress_to_vec_zlib(&rows, LEVEL)),
        (b"IEND", Vec::new()),
    ] {
        out.extend(size(content.len()));
        let start = out.len();
        out.extend(name);
        out.extend(content);
        let sum = crc(&out[start..]);
        out.extend(sum.to_be_bytes());
    }
    out
}

/// The CRC-32 of a chunk, as Annex D of the standard has it.
fn crc(bytes: &[u8]) -> u32 {
    let of_byte = |sum: u32| (0..8).fold(sum, |sum, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 });
    !bytes.iter().fold(u32::MAX, |sum, byte| of_byte((sum ^ u32::from(*byte)) & 0xff) ^ (sum >> 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_has_the_sum_that_the_standard_asks_for() {
        assert_eq!(crc(b"IEND"), 0xae42_6082);
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn what_is_encoded_comes_back() {
        let png = encode([2, 2], &[[1, 2, 3], [4, 5, 6]], &[0, 1, 1, 0]);
        assert_eq!(&png[..16], b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
        assert_eq!(&png[16..29], [0, 0, 0, 2, 0, 0, 0, 2, 8, 3, 0, 0, 0]);
        let at = png.windows(4).position(|four| four == b"IDAT").expect("pixels");
        let rows = miniz_oxide::inflate::decompress_to_vec_zlib(&png[at + 4..]).expect("a stream");
        assert_eq!(rows, [0, 0, 1, 0, 1, 0]);
    }
}
