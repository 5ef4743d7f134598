#!/usr/bin/env bash
# Makes inter-medium.otf anew, byte for byte: src/card/font/subset.sh Inter-Medium.otf
#
# From the Inter-Medium.otf of Inter 4.0 beta 7 ("Version 3.019;git-0a5106e0b"), which Debian has as the package fonts-inter,
# by the pyftsubset of fonttools 4.68.0. What is drawn are outlines alone: without hints, layout features and their tables.
# Another font, or other ranges, draw other cards: raise EDITION in src/card/mod.rs, and have the pictures in static/cards
# drawn again, to which a test holds the program.
set -euo pipefail
font=$(realpath "$1")
cd "$(dirname "$0")"

sha256sum --check --quiet <<< "99dab2bdcb613c4c8264000a94351d1227f74dc95a86d1249493aeee0c0179c4  $font"

ranges=(
  # Latin
  U+0020-007E U+00A0-0148 U+014A-017F U+018F U+0192 U+01A0-01A1 U+01AF-01B0 U+01CD-01DC U+0218-021B U+0237 U+0259
  U+02BB-02BC U+02C6-02C7 U+02D8-02DD
  # marks
  U+0300-0304 U+0306-030C U+0323 U+0327-0328
  # Greek
  U+0386-038A U+038C U+038E-03A1 U+03A3-03CE
  # Cyrillic
  U+0400-045F U+0490-0493 U+049A-049B U+04A2-04A3 U+04AE-04B1 U+04BA-04BB U+04D8-04D9 U+04E8-04E9
  # Vietnamese and more of Latin
  U+1E80-1E85 U+1E9E U+1EA0-1EF9
  # punctuation, currencies and signs for words
  U+2010-2015 U+2018-201E U+2020-2022 U+2026 U+2030 U+2032-2033 U+2039-203A U+2044 U+20AC U+2116 U+2122
  # arrows
  U+2190-2199 U+21D0 U+21D2 U+21D4 U+21E7
  # mathematics
  U+2202 U+2205-2206 U+220F U+2211-2212 U+221A U+221E U+222B U+2248 U+2260 U+2264-2265
  # keys and shapes
  U+2318 U+23CE U+25A0-25A1 U+25B2 U+25B6 U+25BC U+25C0 U+25C6 U+25CB U+25CF U+2605-2606 U+2713 U+2717
)
unicodes=$(IFS=,; printf '%s' "${ranges[*]}")

pyftsubset "$font" --unicodes="$unicodes" --layout-features='' --drop-tables+=GDEF,GPOS,GSUB --no-hinting --desubroutinize \
  --name-IDs=0,1,2,13,14 --output-file=inter-medium.otf
